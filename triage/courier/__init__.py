"""What delivers: SMTP, and a folder that shows what would have been sent.

Does not build mails, choose recipients, queue, retry or pace.
"""

from triage.courier.connection import SmtpSettings
from triage.courier.folder import FolderCourier
from triage.courier.port import Courier, CourierError
from triage.courier.smtp import SmtpCourier

__all__ = ["Courier", "CourierError", "FolderCourier", "SmtpCourier", "SmtpSettings"]
