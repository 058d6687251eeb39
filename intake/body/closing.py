"""What stands below a person's words: signatures (RFC 3676, 4.3), mobile signatures, list and legal footers.

Greetings and a typed name ("Best regards, Ann") are the person's own words and stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.body.blocks import is_rule
from intake.body.lexicon import MOBILE
from intake.message import SpanKind

if TYPE_CHECKING:
    from intake.body.lines import Lines

_LONGEST_SIGNATURE = 20  # lines that say something
_MOST_SIGNATURE = 1500  # characters
_LONGEST_MOBILE = 110
_PARAGRAPH = 4000

_UNSUBSCRIBE = re.compile(
    r"\bunsubscribe|to stop receiving|manage (?:your )?(?:email )?(?:preferences|subscription)|mailing list\b.{0,200}(?:https?://|@)|"
    r"you (?:are receiving|received|'re receiving) this (?:e-?mail|message)|view (?:it|this (?:e-?mail|message)) (?:on|in)\b|"
    r"reply to this e-?mail directly or|reply here.{0,80}or hit reply|abbestellen|abmelden.{0,60}https?:|désabonner|désinscri|se désinscrire|"
    r"darse de baja|cancelar (?:la|su|tu) suscripción|cancelar (?:a )?(?:inscrição|assinatura)|descadastrar|disiscri|annulla(?:re)? l.iscrizione|"
    r"отписаться|отпис(?:ки|ать)|відписатися|wypisać się|anulować subskrypcję|afmelden|uitschrijven|avregistrera|avprenumerera|"
    r"aboneliğ.{0,20}iptal|abonelikten çık|odhlásit|退订|取消订阅|取消訂閱|配信停止|購読解除|수신거부|구독 취소|إلغاء الاشتراك|لغو اشتراک|"
    r"להסיר.{0,20}מרשימת|ביטול (?:ה)?מנוי|hủy đăng ký|berhenti berlangganan|jiondoe|সদস্যতা বাতিল|सदस्यता (?:समाप्त|रद्द)",
    re.IGNORECASE | re.DOTALL,
)
_SCANNED = re.compile(
    r"\b(?:virus-?free|virenfrei|sans virus|libre de virus|livre de vírus|senza virus|без вирусов|checked for viruses|scanned (?:by|for viruses)|"
    r"auf viren (?:geprüft|überprüft)|avast|avg antivirus|messagelabs|mailscanner|consider the environment before printing|"
    r"denken sie an die umwelt|pensez à l.environnement|antes de imprimir|prima di stampare)\b",
    re.IGNORECASE,
)
# One word of each row makes it a disclaimer: a person may well ask about confidential reports.
_DISCLAIMER = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"confidential|privileged|vertraulich|confidenti|confidenc|riservat|vertrouwelijk|konfidentiel|poufn|důvěrn|конфиденциал|конфіденційн|"
        r"gizli|rahasia|siri\b|bảo mật|gopnje|сугубо|机密|保密|機密|기밀|سري|محرمان|חסוי|गोपनीय|গোপনীয়",
        r"intended (?:only |solely )?(?:for|recipient)|addressee|for the (?:sole|exclusive) use|nur für|bestimmt|destinataire|destinatari|"
        r"destinad|uso exclusivo|uso esclusivo|bestemd|avsedd|tiltenkt|przeznaczon|adresat|určen|предназначен|адресат|призначен|alıcı|"
        r"penerima|mpokeaji|người nhận|收件人|宛先|受信者|수신인|수신자|المرسل إليه|المستلم|گیرنده|נמען|प्राप्तकर्ता|প্রাপক",
        r"e-?mail|message|nachricht|correo|mensaje|mensagem|messaggio|courriel|bericht|meddelande|melding|wiadomoś|zpráv|сообщени|письм|"
        r"повідомленн|ileti|posta|pesan|surel|barua|thư|邮件|郵件|メール|메일|رسالة|البريد|ایمیل|پیام|הודעה|דוא|ईमेल|संदेश|ইমেইল|বার্তা",
    )
]
_LEGAL_ENOUGH = 120  # a disclaimer has some length
_LINK = re.compile(r"https?://\S+")


def set_signatures(lines: Lines) -> None:
    """Mark signatures: from the delimiter to the next thing that is not the person's own."""
    delimiters = [n for n, bare in enumerate(lines.bare) if bare == "--" and lines.is_open(n)]
    for number in delimiters:
        end = _own_end(lines, number)
        # Two delimiters in one stretch: the first is a divider that the person drew.
        if not any(number < other < end for other in delimiters) and _is_signature(lines, number + 1, end):
            kind = SpanKind.FOOTER if _UNSUBSCRIBE.search(_text(lines, number, end)) else SpanKind.SIGNATURE
            lines.set(range(number, end), kind)
    for number, bare in enumerate(lines.bare):
        if bare and len(bare) <= _LONGEST_MOBILE and lines.is_open(number) and _is_mobile(bare):
            _set_mobile(lines, number)


def set_footers(lines: Lines) -> None:
    """Mark list, legal and scanner footers, to the end of the stretch that they close."""
    has_own = False
    for first, last in _paragraphs(lines):
        text = _text(lines, first, last + 1)
        if has_own and _is_footer(text):
            lines.set(range(_divider_above(lines, first), _own_end(lines, first)), SpanKind.FOOTER)
            has_own = False
        else:
            has_own |= any(character.isalnum() for character in text)


def set_trailing_dividers(lines: Lines) -> None:
    """Mark the lines of mere dashes and dots that close the person's words."""
    number = len(lines) - 1
    while number >= 0 and (lines.is_blank(number) or not lines.is_open(number) or is_ascii_divider(lines.bare[number])):
        if lines.is_open(number) and is_ascii_divider(lines.bare[number]):
            lines.kinds[number] = SpanKind.FOOTER
        number -= 1


def is_ascii_divider(bare: str) -> bool:
    """Dashes, stars and the like, but neither "?" and "!" nor an emoji: those are words of a kind."""
    return (len(bare) > 1 or bare == "ᐧ") and not bare.strip("-_=*~#+─━—– .·ᐧ")


def _own_end(lines: Lines, number: int) -> int:
    end = number + 1
    while end < len(lines) and (lines.is_open(end) or lines.is_blank(end)):
        end += 1
    return end


def _text(lines: Lines, first: int, end: int) -> str:
    return "".join(lines.raw[first:end])[:_PARAGRAPH]


def _is_signature(lines: Lines, first: int, end: int) -> bool:
    said = [lines.bare[n] for n in range(first, end) if lines.bare[n]]
    return len(said) <= _LONGEST_SIGNATURE and sum(map(len, said)) <= _MOST_SIGNATURE


def _is_mobile(bare: str) -> bool:
    return "?" not in _LINK.sub("", bare) and MOBILE.fullmatch(bare) is not None


def _set_mobile(lines: Lines, number: int) -> None:
    """Below a mobile signature stands the old message, its marks lost; unless nothing of the person's stood above."""
    said_above = any(lines.bare[n] and lines.is_open(n) for n in range(number))
    lines.set(range(number, _own_end(lines, number) if said_above else number + 1), SpanKind.SIGNATURE)


def _paragraphs(lines: Lines) -> list[tuple[int, int]]:
    """Stretches of open lines between blank lines, as (first, last)."""
    found: list[tuple[int, int]] = []
    first: int | None = None
    for number in range(len(lines) + 1):
        is_text = number < len(lines) and lines.is_open(number) and not lines.is_blank(number)
        if is_text and first is None:
            first = number
        elif not is_text and first is not None:
            found.append((first, number - 1))
            first = None
    return found


def _is_footer(text: str) -> bool:
    if _UNSUBSCRIBE.search(text):
        return _is_list_footer(text)
    if _SCANNED.search(text) and "?" not in text.replace("?utm", ""):
        return True
    return len(text) >= _LEGAL_ENOUGH and all(row.search(text) for row in _DISCLAIMER)


def _is_list_footer(text: str) -> bool:
    """A person may ask how to unsubscribe; a footer carries an address, or a rule above it."""
    first, _, _ = text.partition("\n")
    return "http" in text or "www." in text or "<mailto:" in text or is_rule(first.strip()) or is_ascii_divider(first.strip())


def _divider_above(lines: Lines, first: int) -> int:
    number = first - 1
    while number >= 0 and lines.is_blank(number):
        number -= 1
    return number if number >= 0 and lines.is_open(number) and is_ascii_divider(lines.bare[number]) else first
