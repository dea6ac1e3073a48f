"""Scrapy's settings. Every default that is unsafe or dear is changed here, and says why.

The job adds what differs between runs: USER_AGENT, DOWNLOAD_TIMEOUT, DOWNLOAD_DELAY,
DOWNLOAD_MAXSIZE, ALLOW_PRIVATE, CHROMIUM.
"""

BOT_NAME = "clausewatch"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = "clausewatch (+no contact given)"

# What may be reached, and how
ALLOW_PRIVATE: list[str] = []  # ours: networks that may be reached though they are not public
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DOWNLOAD_HANDLERS_BASE: dict[str, str] = {}  # not data:, file:, ftp:, s3:
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedDownloadHandler",
    "https": "crawler.download.GuardedDownloadHandler",  # verifies certificates by itself
}
DOWNLOAD_VERIFY_CERTIFICATES = True

# Pages that need JavaScript (see crawler.rendering; nothing of it is loaded before one turns up)
CHROMIUM: str | None = None  # ours: the browser to use; None takes an installed one

# Bounds
DOWNLOAD_TIMEOUT = 30  # seconds, from the look-up of the name to the last byte
DOWNLOAD_MAXSIZE = 10 * 1000 * 1000  # bytes, packed and unpacked
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_FAIL_ON_DATALOSS = True  # half a page must not become a version
DNS_TIMEOUT = 10  # seconds
DNSCACHE_ENABLED = False  # Scrapy's; GuardedResolver replaces it
CONCURRENT_REQUESTS = 16  # hosts at a time; times DOWNLOAD_MAXSIZE, the memory at worst

# Politeness
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 2  # seconds between the starts of two requests to one host
DOWNLOAD_DELAY_JITTER = 0  # the delay is a promise: not shorter now and then

# One middleware of our own, and none of Scrapy's, now or later. What theirs would do is done where
# it is used: headers, redirects and second tries in the spider (each ends in a typed outcome),
# decompression in worker threads. A proxy from the environment would be reached instead of the
# page, past the address guard. Emptying the *_BASE settings also saves importing them all.
DOWNLOADER_MIDDLEWARES_BASE: dict[str, int] = {}
DOWNLOADER_MIDDLEWARES = {"crawler.middlewares.robots.RobotsMiddleware": 100}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
ITEM_PIPELINES = {"crawler.pipelines.RecordPipeline": 100}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # two sources may share a URL
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order of the plan
SCHEDULER_PRIORITY_QUEUE = "crawler.turns.BegunFirstQueue"

# No servers (telnet, remote control), no mail, no files
EXTENSIONS_BASE: dict[str, int] = {}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Cost
CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks per response; a response gives one item
WARN_ON_GENERATOR_RETURN_VALUE = False  # parses the callback's source anew for each response
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_FORMATTER = "crawler.scraping.QuietLogFormatter"
LOG_INSTALL_ROOT_HANDLER = False
LOG_LEVEL = "ERROR"
