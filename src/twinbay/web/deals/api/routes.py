"""Every route of interests and deals."""

from ninja import Router

from twinbay.web.deals.api.deals import router as deals
from twinbay.web.deals.api.interests import router as interests
from twinbay.web.deals.api.sharing import router as sharing

router = Router()
for part in (interests, deals, sharing):
    router.add_router("", part)
