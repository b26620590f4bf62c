"""A sample office on one machine: started as its real processes, used as people would use it."""
