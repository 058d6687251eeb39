"""The name in a message that is little else, because we asked for it: "Marisol Vega", "hi, it's JDoe, thanks"."""

from __future__ import annotations

import re

from triage.understanding.account_forms import Mention
from triage.understanding.account_names import LONGEST, is_no_name, without_endings
from triage.understanding.account_words import NAME_PARTICLES

_PIECES = re.compile(r"[\n,;!?:。，！？،؛।、：~～]|\.(?=\s|$)|\s[-–—]\s|\s\(")
_IN_QUOTES = re.compile(r"[「『“„«\"]([^」』”“»\"\n]{2,60})[」』”“»\"]")
_AROUND = " \t\"'“”„«»「」.:()<>*[]_"
_EMOJI = re.compile(r"[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f❤♥☺]")
_MANNERS_TYPED = (
    "hi hello hey hiya dear team all sure yes yep yeah ok okay of course here you go it its it's is this my "
    "mine name account username user the thanks thank thx ty please pls cheers regards best sorry oh oops ah i "
    "im i'm am again there good morning afternoon evening day would be hallo guten tag morgen abend moin servus "
    "grüße danke vielen dank gern gerne ja klar natürlich das ist wäre ich bin mein konto lautet heißt bitte lg "
    "mfg hola buenas buenos días tardes noches gracias soy es mi usuario cuenta claro sí si saludos perdón un "
    "saludo bonjour bonsoir salut merci oui bien sûr c'est c’est je suis mon compte pseudo est voici désolé "
    "désolée cordialement oi olá bom boa dia tarde noite obrigado obrigada sim é sou o a meu minha conta "
    "usuário abraço abraços bjs att desculpe aqui está ciao salve buongiorno buonasera grazie sì certo è sono "
    "il mio nome utente ecco scusate saluti привет здравствуйте добрый день вечер утро спасибо да конечно это я "
    "мой ник аккаунт вот простите извините привіт вітаю доброго дня вечора дякую так звісно це мій нік акаунт "
    "ось cześć dzień dobry witam dziękuję dzięki tak oczywiście to jestem mój pozdrawiam proszę ahoj dobrý den "
    "děkuji díky ano jsem můj účet jistě dag goedemiddag goedemorgen bedankt dat ben ik mijn gebruikersnaam "
    "natuurlijk groet hej hejsan tack det är jag mitt heter mvh merhaba selam silav benimki teşekkürler evet "
    "tabii benim hesabım kullanıcı adım bu sağ olun halo hai selamat pagi siang sore malam terima kasih makasih "
    "ya kak min saya akun ini iya baik dạ vâng chào xin cảm ơn ạ là tôi em mình tài khoản đây nhé habari "
    "hujambo asante ndiyo ni mimi jina langu akaunti yangu مرحبا أهلا السلام عليكم شكرا شكرًا نعم أنا هو حسابي "
    "طيب عفوا عفوًا سلام درود ممنون متشکرم بله من هستم حساب است היי שלום תודה כן אני זה החשבון שלי नमस्ते "
    "नमस्कार धन्यवाद हाँ जी मैं मेरा है खाता नाम নমস্কার ধন্যবাদ হ্যাঁ আমি আমার অ্যাকাউন্ট হলো জি সালাম 안녕하세요 네 "
    "你好 您好 こんにちは ご連絡ありがとうございます 감사합니다 저는 제 계정은 입니다"
)
_MANNERS = frozenset(_MANNERS_TYPED.split())
"""Words that people put around the name; none of them alone is taken for one."""
_GLUED_BEFORE = re.compile(
    r"^(?:我的(?:用户名|帳號|账号)?|我是|我叫|是|叫|现在用的是|現在用的是|アカウントは|私は|はい|今は|저는|제 계정은)+"
)
_GLUED_AFTER = re.compile(
    r"(?:です|と申します|といいます|でお願いします|になります|を使っ.*|입니다|이에요|예요|이고요|谢谢.*|謝謝.*|喔|哦|啦)+$"
)
_MOST_WORDS = 5


def bare_name(text: str) -> Mention | None:
    """The name, or None where the answer is a sentence: who says that they have no account names none."""
    if quoted := _IN_QUOTES.search(text[:300]):
        return Mention(quoted[1].strip(), quoted.start(1), is_stated=True)
    for piece in _PIECES.split(_EMOJI.sub(" ", text[:2_000])):
        name = _without_manners(piece)
        if not name or is_no_name(name):
            continue
        if len(name.split()) <= _MOST_WORDS and len(name) <= LONGEST and not _is_sentence(name):
            return Mention(without_endings(name), max(0, text.find(name)), is_stated=True)
    return None


def _without_manners(piece: str) -> str:
    words = piece.strip(_AROUND).split()
    while words and words[0].strip(_AROUND).casefold() in _MANNERS:
        del words[0]
    while words and words[-1].strip(_AROUND).casefold() in _MANNERS:
        del words[-1]
    name = " ".join(words).strip(_AROUND)
    return _GLUED_AFTER.sub("", _GLUED_BEFORE.sub("", name)).strip()


def _is_sentence(name: str) -> bool:
    """More than two words, most of them small: "have no account", "edito sin registrarme"."""
    words = name.split()
    small = sum((word[:1].islower() or is_no_name(word)) and word not in NAME_PARTICLES for word in words)
    return len(words) > 1 and small * 2 > len(words)
