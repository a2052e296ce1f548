from django.urls import path

from events.nominations import views

urlpatterns = [
    path("", views.nomination, name="nominate"),
    path("submit/", views.submit, name="nominate_submit"),
    path("takes-part/", views.take_back, name="nominate_take_back"),
    path("upload/", views.upload, name="nominate_upload"),
    path("people/add/", views.add_nominee, name="nominate_add"),
    path("people/<int:pk>/", views.change_nominee, name="nominate_change"),
    path("people/<int:pk>/withdraw/", views.withdraw_nominee, name="nominate_withdraw"),
    path("people/<int:pk>/back/", views.bring_back_nominee, name="nominate_bring_back"),
]
