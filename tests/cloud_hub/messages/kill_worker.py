"""A worker that is cut off between the gateway's answer and the commit: for a test of a power cut.

Run as a program with the address of the database and of the gateway.
"""

import os
import signal
import sys

from cloud_hub.messages.gateway import Accepted, Sms
from cloud_hub.messages.sending import Carriers, Sender
from cloud_hub.messages.smsapi import Smsapi, SmsapiAccount
from cloud_hub.store.database import Database
from tests.cloud_hub.messages.simulator import TOKEN
from tests.cloud_hub.sample import new_hub


class Deadly(Smsapi):
    """Takes the answer and dies with it."""

    def send(self, sms: Sms) -> Accepted:
        super().send(sms)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("unreachable")


if __name__ == "__main__":
    gateway = Deadly(SmsapiAccount(url=sys.argv[2], token=TOKEN))
    Sender(new_hub(Database(sys.argv[1])), Carriers({"gateway 0": gateway})).send_next()
