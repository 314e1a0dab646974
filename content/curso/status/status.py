#!/usr/bin/env python3
"""Asks a milestones service on this machine how it is, as many times as told."""
import sys
import urllib.request

times = int(sys.argv[1]) if len(sys.argv) > 1 else 1
for i in range(times):
    with urllib.request.urlopen("http://localhost:8000/status") as response:
        print(i + 1, response.read().decode().strip())
