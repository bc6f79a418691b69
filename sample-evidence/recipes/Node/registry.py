"""Serves a folder of images as a registry does: NAME/manifests/TAG and blobs/DIGEST."""
import http.server
import json
import pathlib
import sys

ROOT = pathlib.Path(sys.argv[1])


class Registry(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        parts = self.path.split("?")[0].strip("/").split("/")
        if parts == ["v2"]:
            return self.answer(b"{}", "application/json")
        place = ROOT / "blobs" / parts[-1]
        if parts[-2] == "manifests" and not place.exists():
            place = ROOT / "/".join(parts[1:-2]) / parts[-1]
        if not place.exists():
            return self.send_error(404)
        data = place.resolve().read_bytes()
        kind = json.loads(data)["mediaType"] if parts[-2] == "manifests" else "application/octet-stream"
        self.answer(data, kind, place.resolve().name)

    do_HEAD = do_GET

    def answer(self, data, kind, digest=None):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if digest:
            self.send_header("Docker-Content-Digest", digest)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *words):
        pass


http.server.ThreadingHTTPServer(("192.0.2.10", 5000), Registry).serve_forever()
