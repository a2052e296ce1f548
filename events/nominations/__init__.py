"""Nominations: what staff send to national contact points, and what these enter, without HTTP."""
