"""Scrapy's settings. Every default that is unsafe or dear is changed here, and says why.

The job adds what differs between runs: USER_AGENT, DOWNLOAD_TIMEOUT, DOWNLOAD_DELAY,
DOWNLOAD_MAXSIZE, ALLOW_PRIVATE.
"""

BOT_NAME = "clausewatch"
SPIDER_MODULES = ["crawler.spiders"]
USER_AGENT = "clausewatch (+no contact given)"

# What may be reached, and how
ALLOW_PRIVATE: list[str] = []  # ours: networks that may be reached though they are not public
TWISTED_DNS_RESOLVER = "crawler.resolver.GuardedResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.GuardedDownloadHandler",
    "https": "crawler.download.GuardedDownloadHandler",  # verifies certificates by itself
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
DOWNLOAD_VERIFY_CERTIFICATES = True

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

# One middleware of our own. What Scrapy's would do is done where it is used: headers, redirects
# and second tries in the spider (each ends in a typed outcome), decompression in worker threads.
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": None,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": None,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    # A proxy from the environment would be reached instead of the page, past the address guard.
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # the spider judges statuses
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {"crawler.pipelines.RecordPipeline": 100}
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # two sources may share a URL
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order of the plan

# No servers, no mail, no files
EXTENSIONS = {
    "scrapy.extensions.corestats.CoreStats": None,
    "scrapy.extensions.logcount.LogCount": None,
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.memdebug.MemoryDebugger": None,
    "scrapy.extensions.closespider.CloseSpider": None,
    "scrapy.extensions.feedexport.FeedExporter": None,
    "scrapy.extensions.logstats.LogStats": None,
    "scrapy.extensions.spiderstate.SpiderState": None,
    "scrapy.extensions.throttle.AutoThrottle": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False

# Cost
CONCURRENT_ITEMS = 1  # Scrapy starts as many tasks per response; a response gives one item
STATS_CLASS = "scrapy.statscollectors.DummyStatsCollector"
LOG_FORMATTER = "crawler.scraping.QuietLogFormatter"
LOG_INSTALL_ROOT_HANDLER = False
LOG_LEVEL = "ERROR"
