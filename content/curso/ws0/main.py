"""The milestones service of the course: GET /, /status, /all and /one/<number>."""
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

MILESTONES = Path("/src/data/hitos.json")


def milestones():
    """What the data volume holds; nothing when it is empty."""
    return json.loads(MILESTONES.read_text())["hitos"] if MILESTONES.exists() else []


def answer(path):
    """The status and the body for a path."""
    if path in ("/", "/status"):
        return 200, {"status": "OK"}
    if path == "/all":
        return 200, {"hitos": milestones()}
    number = path.removeprefix("/one/")
    if number.isdigit() and int(number) < len(milestones()):
        return 200, milestones()[int(number)]
    return 404, {"error": "not found"}


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = answer(self.path)
        payload = (json.dumps(body, ensure_ascii=False) + "\n").encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
HTTPServer(("", int(os.environ.get("PORT", 80))), Service).serve_forever()
