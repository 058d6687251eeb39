"""Attributions, header blocks, forwards and mobile signatures as mail programs write them in each language."""

# ruff: noqa: E501  # a row of a table is one line

import pytest

from intake.body import separate
from intake.message import SpanKind

OWN = "I would like to come.\n\nWill it be recorded?"
OLD = "The conversation is on 14 December.\nHow do you plan to attend?"

ATTRIBUTIONS = [
    ("Gmail, English", "On Mon, Dec 4, 2023 at 10:01 AM CR&S <answers@example.org> wrote:"),
    ("Gmail, English, folded", "On Mon, Dec 4, 2023 at 10:01 AM Community Resilience and Sustainability <\nanswers@example.org> wrote:"),
    ("Gmail, folded twice", "On Mon, Dec 4, 2023 at 10:01 AM Community Resilience and Sustainability\n<answers@example.org>\nwrote:"),
    ("Gmail, German", "Am Mo., 4. Dez. 2023 um 10:01 Uhr schrieb CR&S <answers@example.org>:"),
    ("Gmail, Spanish", "El lun, 4 dic 2023 a las 10:01, CR&S (<answers@example.org>) escribió:"),
    ("Gmail, French", "Le lun. 4 déc. 2023 à 10:01, CR&S <answers@example.org> a écrit :"),
    ("Gmail, Russian", "пн, 4 дек. 2023 г. в 10:01, CR&S <answers@example.org>:"),
    ("Gmail, Ukrainian", "пн, 4 груд. 2023 р. о 10:01 CR&S <answers@example.org> пише:"),
    ("Gmail, Polish", "pon., 4 gru 2023 o 10:01 CR&S <answers@example.org> napisał(a):"),
    ("Gmail, Portuguese", "Em seg., 4 de dez. de 2023 às 10:01, CR&S <answers@example.org>\nescreveu:"),
    ("Gmail, Italian", "Il giorno lun 4 dic 2023 alle ore 10:01 CR&S <answers@example.org>\nha scritto:"),
    ("Gmail, Dutch", "Op ma 4 dec 2023 om 10:01 schreef CR&S <answers@example.org>:"),
    ("Gmail, Swedish", "Den mån 4 dec. 2023 kl 10:01 skrev CR&S <answers@example.org>:"),
    ("Gmail, Turkish", "CR&S <answers@example.org>, 4 Ara 2023 Pzt, 10:01 tarihinde şunu yazdı:"),
    ("Gmail, Czech", "po 4. 12. 2023 v 10:01 odesílatel CR&S <answers@example.org> napsal:"),
    ("Gmail, Simplified Chinese", "CR&S <answers@example.org> 于2023年12月4日周一 10:01写道："),
    ("Gmail, Traditional Chinese", "CR&S <answers@example.org> 於 2023年12月4日 週一 上午10:01寫道："),
    ("Gmail, Japanese", "2023年12月4日(月) 10:01 CR&S <answers@example.org>:"),
    ("Gmail, Korean", "2023년 12월 4일 (월) 오전 10:01, CR&S <answers@example.org>님이 작성:"),
    ("Gmail, Arabic", "في الاثنين، 4 ديسمبر 2023 في 10:01 ص تمت كتابة ما يلي بواسطة CR&S <answers@example.org>:"),
    ("Gmail, Persian", "در تاریخ دوشنبه ۴ دسامبر ۲۰۲۳،\u200f ۱۰:۰۱ CR&S <answers@example.org> نوشت:"),
    ("Gmail, Hebrew, with marks", "\u202bבתאריך יום ב׳, 4 בדצמ׳ 2023 ב-10:01 מאת \u202aCR&S\u202c\u200f <\u202aanswers@example.org\u202c\u200f>:\u202c"),
    ("Gmail, Hindi", "सोम, 4 दिस॰ 2023 को 10:01 am बजे को CR&S <answers@example.org> ने लिखा:"),
    ("Gmail, Bengali", "সোম, ৪ ডিসেম্বর, ২০২৩ তারিখে ১০:০১ AM টায় তারিখে CR&S <answers@example.org> লিখেছেন:"),
    ("Gmail, Vietnamese", "Vào Th 2, 4 thg 12, 2023 vào lúc 10:01 CR&S <answers@example.org> đã viết:"),
    ("Gmail, Indonesian", "Pada tanggal Sen, 4 Des 2023 pukul 10.01 CR&S <answers@example.org> menulis:"),
    ("Gmail, Swahili", "Mnamo Jtt, Des 4, 2023 saa 10:01 CR&S <answers@example.org> aliandika:"),
    ("Apple Mail, English", "On 4 Dec 2023, at 10:01, CR&S <answers@example.org> wrote:"),
    ("Apple Mail, German", "Am 04.12.2023 um 10:01 schrieb CR&S <answers@example.org>:"),
    ("Apple Mail, French", "Le 4 déc. 2023 à 10:01, CR&S <answers@example.org> a écrit :"),
    ("Apple Mail, Dutch", "Op 4 dec. 2023 om 10:01 heeft CR&S <answers@example.org> het volgende geschreven:"),
    ("Apple Mail, Chinese", "在 2023年12月4日，10:01，CR&S <answers@example.org> 写道："),
    ("Apple Mail, Japanese", "2023/12/04 10:01、CR&S <answers@example.org>のメール:"),
    ("Apple Mail, Korean", "2023. 12. 4. 오전 10:01, CR&S <answers@example.org> 작성:"),
    ("Thunderbird, English, no address", "On 12/4/23 10:01, CR&S wrote:"),
    ("Thunderbird, German, no address", "Am 04.12.23 um 10:01 schrieb CR&S:"),
    ("Thunderbird, French, no address", "Le 04/12/2023 à 10:01, CR&S a écrit :"),
    ("Yahoo, English", "On Monday, December 4, 2023 at 10:01:15 AM GMT+1, CR&S <answers@example.org> wrote:"),
    ("Yahoo, Spanish", "En lunes, 4 de diciembre de 2023, 10:01:15 CET, CR&S <answers@example.org> escribió:"),
    ("Proton, English", "On Monday, December 4th, 2023 at 10:01, CR&S <answers@example.org> wrote:"),
    ("Yandex", '04.12.2023, 10:01, "CR&S" <answers@example.org>:'),
    ("Mail.ru", "Понедельник, 4 декабря 2023, 10:01 +03:00 от CR&S <answers@example.org>:"),
    ("163.com", 'At 2023-12-04 10:01:15, "CR&S" <answers@example.org> wrote:'),
    ("163.com, Chinese", '在 2023-12-04 10:01:15，"CR&S" <answers@example.org> 写道：'),
    ("Tutanota", "4 Dec 2023, 10:01 by answers@example.org:"),
    ("Zoho", "---- On Mon, 04 Dec 2023 10:01:15 +0100 CR&S <answers@example.org> wrote ----"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "line"), ATTRIBUTIONS)
def test_attribution_without_marks_sets_all_below_aside(program: str, line: str) -> None:
    body = separate(f"{OWN}\n\n{line}\n\n{OLD}\n")
    assert (body.own, body.set_aside, body.is_all_quoted) == (OWN, f"{line}\n\n{OLD}", False), program


@pytest.mark.parametrize(("program", "line"), ATTRIBUTIONS)
def test_attribution_with_marks_leaves_answers_below_the_quote(program: str, line: str) -> None:
    quoted = "\n".join("> " + old for old in OLD.split("\n"))
    body = separate(f"{OWN}\n\n{line}\n{quoted}\n\nBy phone, I think. Is that possible?\n")
    assert body.own == f"{OWN}\n\nBy phone, I think. Is that possible?", program
    assert [span.kind for span in body.spans] == [SpanKind.OWN, SpanKind.ATTRIBUTION, SpanKind.QUOTE, SpanKind.OWN]


BLOCKS = [
    ("Outlook, English", "From: CR&S <answers@example.org>\nSent: Monday, December 4, 2023 10:01 AM\nTo: Ann <ann@example.com>\nSubject: RE: CR&S"),
    ("Outlook on the web", "________________________________\nFrom: CR&S <answers@example.org>\nSent: Monday, December 4, 2023 10:01 AM\nTo: Ann\nSubject: Re: CR&S"),
    ("Outlook, bold as stars", "*From:* CR&S <answers@example.org>\n*Sent:* Monday, December 4, 2023 10:01 AM\n*To:* Ann\n*Subject:* RE: CR&S"),
    ("Outlook, German", "Von: CR&S <answers@example.org>\nGesendet: Montag, 4. Dezember 2023 10:01\nAn: Ann\nBetreff: AW: CR&S"),
    ("Outlook, Spanish", "De: CR&S <answers@example.org>\nEnviado el: lunes, 4 de diciembre de 2023 10:01\nPara: Ann\nAsunto: RE: CR&S"),
    ("Outlook, French", "De : CR&S <answers@example.org>\nEnvoyé : lundi 4 décembre 2023 10:01\nÀ : Ann\nObjet : RE: CR&S"),
    ("Outlook, Italian", "Da: CR&S <answers@example.org>\nInviato: lunedì 4 dicembre 2023 10:01\nA: Ann\nOggetto: R: CR&S"),
    ("Outlook, Portuguese", "De: CR&S <answers@example.org>\nEnviado: segunda-feira, 4 de dezembro de 2023 10:01\nPara: Ann\nAssunto: RE: CR&S"),
    ("Outlook, Dutch", "Van: CR&S <answers@example.org>\nVerzonden: maandag 4 december 2023 10:01\nAan: Ann\nOnderwerp: RE: CR&S"),
    ("Outlook, Swedish", "Från: CR&S <answers@example.org>\nSkickat: den 4 december 2023 10:01\nTill: Ann\nÄmne: SV: CR&S"),
    ("Outlook, Polish", "Od: CR&S <answers@example.org>\nWysłano: poniedziałek, 4 grudnia 2023 10:01\nDo: Ann\nTemat: ODP: CR&S"),
    ("Outlook, Czech", "Od: CR&S <answers@example.org>\nOdesláno: pondělí 4. prosince 2023 10:01\nKomu: Ann\nPředmět: RE: CR&S"),
    ("Outlook, Turkish", "Kimden: CR&S <answers@example.org>\nGönderildi: 4 Aralık 2023 Pazartesi 10:01\nKime: Ann\nKonu: YNT: CR&S"),
    ("Outlook, Russian", "От: CR&S <answers@example.org>\nОтправлено: 4 декабря 2023 г. 10:01\nКому: Ann\nТема: RE: CR&S"),
    ("Outlook, Ukrainian", "Від: CR&S <answers@example.org>\nНадіслано: 4 грудня 2023 р. 10:01\nКому: Ann\nТема: RE: CR&S"),
    ("Outlook, Chinese", "发件人: CR&S <answers@example.org>\n发送时间: 2023年12月4日 10:01\n收件人: Ann\n主题: 回复: CR&S"),
    ("Outlook, Traditional Chinese", "寄件者: CR&S <answers@example.org>\n寄件日期: 2023年12月4日 10:01\n收件者: Ann\n主旨: RE: CR&S"),
    ("Outlook, Japanese", "差出人: CR&S <answers@example.org>\n送信日時: 2023年12月4日 10:01\n宛先: Ann\n件名: RE: CR&S"),
    ("Outlook, Korean", "보낸 사람: CR&S <answers@example.org>\n보낸 날짜: 2023년 12월 4일 월요일 10:01\n받는 사람: Ann\n제목: RE: CR&S"),
    ("Outlook, Arabic", "من: CR&S <answers@example.org>\nتم الإرسال: 4 ديسمبر 2023 10:01\nإلى: Ann\nالموضوع: رد: CR&S"),
    ("Outlook, Persian", "از: CR&S <answers@example.org>\nارسال شده: 4 دسامبر 2023 10:01\nبه: Ann\nموضوع: RE: CR&S"),
    ("Outlook, Hebrew", "מאת: CR&S <answers@example.org>\nנשלח: יום שני 4 דצמבר 2023 10:01\nאל: Ann\nנושא: RE: CR&S"),
    ("Outlook, Vietnamese", "Từ: CR&S <answers@example.org>\nĐã gửi: 4 Tháng Mười Hai 2023 10:01\nĐến: Ann\nChủ đề: RE: CR&S"),
    ("Outlook, Indonesian", "Dari: CR&S <answers@example.org>\nDikirim: 04 Desember 2023 10:01\nKepada: Ann\nSubjek: RE: CR&S"),
    ("Outlook, Hindi", "प्रेषक: CR&S <answers@example.org>\nभेजा गया: 4 दिसंबर 2023 10:01\nप्रति: Ann\nविषय: RE: CR&S"),
    ("Outlook, Swahili", "Kutoka: CR&S <answers@example.org>\nImetumwa: 4 Desemba 2023 10:01\nKwa: Ann\nMada: RE: CR&S"),
    ("Outlook, Bengali", "প্রেরক: CR&S <answers@example.org>\nতারিখ: 4 ডিসেম্বর 2023 10:01\nপ্রাপক: Ann\nবিষয়: RE: CR&S"),
    ("GMX and Web.de", 'Gesendet: Montag, 04. Dezember 2023 um 10:01 Uhr\nVon: "CR&S" <answers@example.org>\nAn: ann@example.com\nBetreff: CR&S'),
    ("QQ", '------------------ 原始邮件 ------------------\n发件人: "CR&S" <answers@example.org>;\n发送时间: 2023年12月4日(星期一) 上午10:01\n收件人: "Ann"\n主题: CR&S'),
    ("Naver", '-----Original Message-----\nFrom: "CR&S" <answers@example.org>\nTo: <ann@example.com>\nCc:\nSent: 2023-12-04 (월) 10:01:15 (GMT+09:00)\nSubject: CR&S'),
    ("Proton, separator", "------- Original Message -------\nOn Monday, December 4th, 2023 at 10:01, CR&S <answers@example.org> wrote:"),
    ("Original message, French", "-----Message d'origine-----\nDe : CR&S\nEnvoyé : lundi 4 décembre 2023 10:01\nÀ : Ann"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "block"), BLOCKS)
def test_header_block_sets_all_below_aside(program: str, block: str) -> None:
    body = separate(f"{OWN}\n\n{block}\n\n{OLD}\n")
    aside = body.set_aside.replace("\n\n", "\n")
    assert (body.own, aside, body.is_all_quoted) == (OWN, f"{block}\n{OLD}", False), program


FORWARDS = [
    ("Gmail", "---------- Forwarded message ---------\nFrom: CR&S <answers@example.org>\nDate: Mon, Dec 4, 2023 at 10:01 AM\nSubject: CR&S\nTo: <ann@example.com>"),
    ("Gmail, German", "---------- Forwarded message ---------\nVon: CR&S <answers@example.org>\nDate: Mo., 4. Dez. 2023 um 10:01 Uhr\nSubject: CR&S\nTo: <ann@example.com>"),
    ("Apple Mail", "Begin forwarded message:\n\nFrom: CR&S <answers@example.org>\nSubject: CR&S\nDate: 4 December 2023 at 10:01:15 CET\nTo: ann@example.com"),
    ("Thunderbird, French", "-------- Message transféré --------\nSujet : CR&S\nDate : Mon, 4 Dec 2023 10:01:15 +0100\nDe : CR&S <answers@example.org>\nPour : ann@example.com"),
    ("Yandex", '-------- Пересылаемое сообщение --------\n04.12.2023, 10:01, "CR&S" <answers@example.org>:'),
    ("QQ", '------------------ 转发的邮件 ------------------\n发件人: "CR&S" <answers@example.org>\n发送时间: 2023年12月4日\n收件人: "Ann"\n主题: CR&S'),
]  # fmt: skip


@pytest.mark.parametrize(("program", "block"), FORWARDS)
def test_forward_below_own_words_is_somebody_elses(program: str, block: str) -> None:
    body = separate(f"Is this open to everyone?\n\n{block}\n\n{OLD}\n")
    assert body.own == "Is this open to everyone?", program
    assert body.spans[-1].kind is SpanKind.FORWARD


MOBILE = [
    "Sent from my iPhone", "Sent from my Galaxy", "Sent from Yahoo Mail on Android", "Get Outlook for iOS<https://aka.example/o0ukef>",
    "Sent from Proton Mail for iOS", "Von meinem iPhone gesendet", "Gesendet mit der GMX Mail App", "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Envoyé de mon iPhone", "Enviado desde mi iPhone", "Enviado do meu iPhone", "Inviato da iPhone", "Verstuurd vanaf mijn iPhone", "Skickat från min iPhone",
    "Wysłane z iPhone'a", "Odesláno z iPhonu", "Отправлено с iPhone", "Надіслано з iPhone", "iPhone'umdan gönderildi", "Được gửi từ iPhone của tôi", "Dikirim dari iPhone saya",
    "Imetumwa kutoka iPhone yangu", "أُرسلت من الـ iPhone", "נשלח מה-iPhone שלי", "发自我的iPhone", "從我的 iPhone 傳送", "iPhoneから送信", "나의 iPhone에서 보냄",
    "मेरे iPhone से भेजा गया", "ارسال شده از iPhone من", "আমার iPhone থেকে পাঠানো",
]  # fmt: skip


@pytest.mark.parametrize("line", MOBILE)
def test_mobile_signature_is_set_aside(line: str) -> None:
    body = separate(f"{OWN}\n\n{line}\n")
    assert (body.own, body.set_aside) == (OWN, line)
