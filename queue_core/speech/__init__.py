"""A voice from words: the port to speech engines, one by command line, the cache of phrases."""
