"""stub"""
from intake.message import Automatic, Headers, NoAnswer, Own
def automatic(headers: Headers, body_text: str = "", own: Own = Own()) -> Automatic | None:
    v = headers.first("auto-submitted").partition(";")[0].strip().lower()
    if headers.content_type == "multipart/report": return Automatic.DELIVERY_STATUS
    return {"": None, "no": None, "auto-replied": Automatic.REPLIED}.get(v, Automatic.GENERATED)
def no_answer(headers: Headers, own: Own, why: Automatic | None) -> NoAnswer | None:
    if why: return NoAnswer.AUTOMATIC
    if headers.author is None: return NoAnswer.NO_AUTHOR
    if headers.author.spec.lower() in own.addresses: return NoAnswer.OWN_ADDRESS
    return None
