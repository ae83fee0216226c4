"""A server on loopback that gives the replies it is told, as real servers word them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class ScriptedServer:
    """Gives one reply after another, the last one for ever.

    Parameters
    ----------
    replies
        Each a status with a body (JSON, or text as it is) and headers, or a function of
        the JSON that was sent which returns such a reply.

    Attributes
    ----------
    asked
        Path and JSON of each request, in their order.
    """

    def __init__(self, *replies):
        self.replies, self.asked = list(replies), []
        script = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args):
                """Say nothing."""

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                asked = json.loads(self.rfile.read(length))
                script.asked.append((self.path, asked))
                reply = script.replies[0]
                if len(script.replies) > 1:
                    script.replies.pop(0)
                reply = reply(asked) if callable(reply) else reply
                status, body, headers = (*reply, {})[:3]
                content = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                kind = "text/html" if content[:1] == b"<" else "application/json"
                for name, value in ({"Content-Type": kind} | headers).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(
            target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    @property
    def bodies(self):
        """The JSON of each request."""
        return [body for _, body in self.asked]

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def completed(content, reason="stop", **message):
    """Return a response of chat/completions."""
    told = {"role": "assistant", "content": content} | message
    return 200, {"choices": [{"index": 0, "message": told, "finish_reason": reason}]}
