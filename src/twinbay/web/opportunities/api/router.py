"""The router that all routes of opportunities share: an address belongs to one router only."""

from ninja import Router

router = Router()
