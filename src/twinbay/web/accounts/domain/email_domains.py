"""Whether an e-mail address speaks for an organisation.

An address speaks for an organisation when its domain is that of the website in the evidence,
exactly (but for ``www.``). Subdomains do not: ``alumni.example.edu`` is not the university, and the
university is not ``lab.example.edu``. Such claims go to an officer, as do those of organisations
whose website lies with a host that many share.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

# Mail providers and hosts of many organisations' pages: an address there proves nothing.
SHARED = frozenset(
    {
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com"),
        *("yahoo.com", "icloud.com", "me.com", "aol.com", "proton.me", "protonmail.com", "gmx.com"),
        *("qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn"),
        *("sohu.com", "139.com", "189.cn", "aliyun.com", "tom.com", "21cn.com"),
        *("github.io", "github.com", "gitlab.io", "wordpress.com", "blogspot.com", "medium.com"),
        *("wixsite.com", "weebly.com", "notion.site", "google.com", "sites.google.com"),
        *("linkedin.com", "facebook.com", "twitter.com", "x.com", "weibo.com", "crunchbase.com"),
        *("wikipedia.org", "en.wikipedia.org", "zh.wikipedia.org", "baike.baidu.com"),
    }
)


def website_domain(website: str | None) -> str:
    """Return the domain of a website that mail can speak for; empty when there is none."""
    text = (website or "").strip()
    host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    domain = host.lower().removeprefix("www.").strip(".")
    return domain if "." in domain and domain not in SHARED else ""


def speaks_for(addresses: Iterable[str], domains: Iterable[str]) -> bool:
    """Return whether one of the confirmed addresses lies in one of the domains, exactly."""
    wanted = {domain.lower() for domain in domains if domain and domain.lower() not in SHARED}
    return any(address.rpartition("@")[2].lower() in wanted for address in addresses)
