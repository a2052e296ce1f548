"""What people type, in both languages, and what they find in the record."""

import pytest
from django.conf import settings as project
from django.test import TestCase

from events.record import load_record
from website.search import index
from website.search.words import stem, words_of

CONFERENCE = "areas-of-cooperation-on-migration-with-central-asia"
VISIT = "study-visit-to-polish-institutions"
FRONTEX = "study-visit-to-frontex-and-the-polish-border-guard-2023"
TBILISI = "national-contact-points-meeting-tbilisi-2013"
BRIEF = "the-eu-central-asia-strategy-and-its-impact-on-migration"

# Query: slugs of which each must be among the pages found or the filtered lists offered.
QUERIES = {
    "labour migration from Tajikistan": [CONFERENCE, BRIEF, "?state=tajikistan&topic=labour"],
    "labor migration": ["labour-migration", CONFERENCE, VISIT],
    "what has been done with Tajikistan": ["tajikistan", CONFERENCE, "?state=tajikistan"],
    "What do we know about reintegration?": ["reintegration", CONFERENCE],
    "Kirgizia": ["kyrgyzstan", CONFERENCE, "?state=kyrgyzstan"],
    "Turkey": ["turkiye"],
    "Moldova": ["moldova"],
    "Czech Republic": ["czechia", "?state=czechia"],
    "countries of Central Asia": ["kazakhstan", "uzbekistan"],
    "borders managed": ["border-management", "bomca"],
    "border management in Kyrgyzstan's regions": [CONFERENCE, "?state=kyrgyzstan&topic=border"],
    "BOMCA": ["bomca", CONFERENCE, FRONTEX],
    "study visits to Poland": [VISIT, FRONTEX],
    "international organisation for migration": ["iom"],
    "policy briefs": [BRIEF],
    "impacts of the EU strategy": [BRIEF],
    "asylum applicants Tajikistan": ["indicator=asylum_applicants", "?citizenship=tajikistan"],
    "senior official meetings Warsaw": ["senior-officials-meeting-warsaw-2017"],
    "таджикистану": ["tajikistan", CONFERENCE, "?state=tajikistan"],
    "Что сделано с Таджикистаном": ["tajikistan", CONFERENCE],
    "Таджикистаном реинтеграции": [CONFERENCE, "?state=tajikistan&topic=reintegration"],
    "трудовой миграции из Узбекистана": [CONFERENCE, "?state=uzbekistan&topic=labour-migration"],
    "Киргизия": ["kyrgyzstan", CONFERENCE],
    "Молдавия": ["moldova"],
    "сотрудничество с Кыргызстаном": [CONFERENCE, "?state=kyrgyzstan"],
    "мероприятия с Польшей": [CONFERENCE, VISIT, "?state=poland"],
    "страны Центральной Азии": ["kazakhstan", "uzbekistan"],
    "ознакомительные визиты": [VISIT, FRONTEX],
    "стратегии ЕС": ["eu-strategy-on-central-asia", BRIEF],
    "аналитические записки": [BRIEF],
    "репатриацией": ["repatriation", VISIT],
    "встреча в Тбилиси": [TBILISI],
}


class TestQueries(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_record(project.BASE_DIR / "data")
        index.rebuild()

    def test_each_finds_what_it_should(self):
        for query, wanted in QUERIES.items():
            for prefix in ("", "/ru"):
                context = self.client.get(f"{prefix}/search", {"q": query}).context
                found = [
                    hit.url for group in context.get("groups", []) for hit in group.results
                ] + [each.url for each in context.get("lists", [])]
                for slug in wanted:
                    assert any(slug in url for url in found), (query, prefix, slug, found)

    def test_a_form_of_a_name_leads_to_the_lists_also_where_nothing_is_found(self):
        page = self.client.get("/ru/search", {"q": "таджикистану абракадабра"})
        assert not page.context["count"]
        assert "/ru/events/?state=tajikistan" in page.content.decode()

    def test_a_suggestion_shows_words_of_pages_with_their_capitals(self):
        for query, better in {
            "labour migration from Tajikstan Tashkent": "labour migration Tajikistan Tashkent",
            "Uzbekstan Astana": "Uzbekistan Astana",
            "fyrum Astana": "",
            "Таджикстан Астана": "Таджикистан Астана",
        }.items():
            context = self.client.get("/search", {"q": query}).context
            assert context["suggestion"] == better, query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("what has been done with Tajikistan", ["Tajikistan"]),
        ("что сделано с Таджикистаном", ["Таджикистаном"]),
        ("what is", ["what", "is"]),
        ("migration IT", ["migration", "IT"]),
        ("Tajikistan tajikistan", ["Tajikistan"]),
    ],
)
def test_words_that_say_nothing_are_left_out(query, words):
    assert [word.typed for word in words_of(query)] == words


@pytest.mark.parametrize(
    ("word", "found"),
    [
        *(("Countries", "countri"), ("country", "countri"), ("Польшей", "польш")),
        *(("миграции", "миграц"), ("трудовой", "трудов"), ("Азии", "азъъ")),
    ],
)
def test_forms_of_a_word_share_a_stem(word, found):
    assert stem(word) == found
