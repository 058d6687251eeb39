"""What mail programs write around the words of others, in the languages they are sold in. Facts only, no rules."""

from __future__ import annotations

import re

# The verb of an attribution: "On … Ann wrote:".
WROTE = re.compile(
    r"\b(?:wrote|writes|(?<!was )sent|schrieb|schreibt|geschrieben|escribi[oó]|escreveu|a [eé]crit|"
    r"[eé]crivait|ha scritto|"
    r"schreef|geschreven|skrev|kirjoitti|napisał(?:\(a\)|a)?|pisze|napsal(?:\(a\)|a)?|píše|napísal(?:\(a\)|a)?|"
    r"написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?|написав(?:ла)?|написала|пише|писав|писала|написа|"
    r"yazdı|yazmış|đã viết|viết|menulis|ditulis|ameandika|aliandika|írta|a scris|έγραψε|va escriure|kirjutas|"
    r"rašė|rakstīja|"
    r"je napisal(?:a|o)?|je napisao|је написао|skrifaði|ने लिखा|लिखा|লিখেছেন|লিখেছে|লিখেছেন)(?!\w)"
    r"|כתב/?ה?|كتبت?|نوشت|نوشته|写道|寫道|写到|작성|썼습니다|님이 씀|のメール|は書きました|さんは書き|が書きました",
    re.IGNORECASE,
)

LAST_VERBS = (
    "wrote", "écrit", "ecrit", "geschrieben", "schrieb", "scritto", "escribió", "escreveu", "skrev", "schreef",
    "napisał", "napisał(a)", "napsal", "napsala", "написал", "написала", "написал(а)",
    "пишет", "написав", "yazdı",
    "đã viết", "menulis", "aliandika",
    "写道", "寫道", "작성", "كتب", "نوشت", "כתב", "כתבה", "लिखा", "লিখেছেন",
)  # fmt: skip
"""Verbs that may end an attribution without a colon, in lower case."""

# How an attribution begins.
STARTS = re.compile(
    r"[\W_]*(?:on|at|am|le|el|il|in data|em|no dia|op|den|på|w dniu|dnia|dne|ne|vào|lúc|pada|mnamo|tarehe|pe|"
    r"ma|ti|ke|to|la|su|"
    r"à|a|în|pe data|στις|в|во|у|on behalf of|from|em qua|na|dana|в отношении|"
    r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|(?:mo|di|mi|do|fr|sa|so)\.|(?:lun|mar|mié|mer|jeu|jue|gio|ven|"
    r"vie|sam|sáb|sab|dom)[\w.]{0,9}|"
    r"(?:man|tir|ons|tor|fre|lør|søn|mån|tis|lör|sön)[\w.]{0,5}|(?:pon|wt|śr|czw|pt|niedz|pon|út|st|čt|pá|so|"
    r"ne|po)[\w.]{0,8}|"
    r"(?:пн|вт|ср|чт|пт|сб|вс|нд|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|понеділок|"
    r"вівторок|середа|четвер|субота|неділя))"
    r"(?:\s|,)|[\W_]*\d|[\W_]*(?:在|于|於|في|در|בתאריך|ב-?|שלח|יום|วัน)",
    re.IGNORECASE,
)

_ROLES = {
    "from": "from|von|de|da|van|från|fra|od|lähettäjä|feladó|от|від|от кого|kimden|gönderen|发件人|寄件者|"
    "寄件人|差出人|送信者|"
    "보낸 사람|보낸사람|보낸이|من|از|فرستنده|מאת|từ|người gửi|dari|pengirim|kutoka|প্রেরক|থেকে|प्रेषक|से|จาก|"
    "από|de la|expéditeur|"
    "remitente|mittente|absender|remetente|nadawca|отправитель|відправник|odesílatel|message de|發件人|寄信人",
    "date": "sent|date|sent at|sent on|gesendet|gesendet am|datum|envoyé|envoyé le|envoye|envoyée|enviado|"
    "enviado el|enviada em|enviado em|enviada|"
    "fecha|data|inviato|data invio|verzonden|skickat|sendt|dato|wysłano|wysłane|data wysłania|lähetetty|"
    "päivämäärä|elküldve|"
    "дата|отправлено|надіслано|дата відправлення|gönderildi|gönderme tarihi|gönderilme tarihi|tarih|发送时间|"
    "发送日期|日期|时间|寄件日期|傳送時間|傳送日期|"
    "發送時間|時間|日時|送信日時|送信日|日付|보낸 날짜|보낸날짜|날짜|보낸 시간|تاريخ الإرسال|التاريخ|أُرسلت|"
    "تم الإرسال|تاريخ|ارسال شده|"
    "ارسال‌شده|ارسالشده|تاریخ|נשלח|תאריך|đã gửi|ngày|ngày gửi|gửi|dikirim|terkirim|tanggal|imetumwa|tarehe|"
    "প্রেরিত|তারিখ|भेजा गया|दिनांक|"
    "तारीख|odesláno|odoslané|message du|sendt dato|ημερομηνία|trimis",
    "to": "to|an|à|a|para|pour|aan|till|til|do|vastaanottaja|címzett|кому|kime|alıcı|收件人|收件者|宛先|"
    "받는 사람|받는사람|받는이|إلى|الى|"
    "به|گیرنده|אל|đến|tới|người nhận|kepada|untuk|kwa|প্রাপক|प्रति|komu|destinataire|destinatario|"
    "destinatário|empfänger|προς|pro|către",
    "cc": "cc|bcc|copie à|copie|cópia|kopie|kopia|dw|抄送|副本|참조|نسخة|نسخة إلى|رونوشت|עותק|копия|копія|"
    "bilgi|kopi|kopio|copia",
    "subject": "subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|aihe|tárgy|тема|"
    "konu|主题|主旨|主題|件名|제목|"
    "الموضوع|موضوع|נושא|chủ đề|tiêu đề|perihal|subjek|mada|somo|বিষয়|বিষয়|विषय|předmět|predmet|θέμα|subiect|re",
    "other": "reply-to|reply to|antwort an|répondre à|responder a|risposta|rispondi a|importance|attachments|"
    "anlagen|pièces jointes|priority",
}
ROLE = {name: role for role, names in _ROLES.items() for name in names.split("|")}
"""Names of header fields as mail programs show them, in lower case → from, date, to, cc, subject, other."""

_ORIGINAL = (
    "original message|original email|original e-mail|original mail|original appointment|reply message|"
    "ursprüngliche nachricht|originalnachricht|"
    "original-nachricht|antwort nachricht|message d'origine|message d’origine|message original|"
    "message originel|mensaje original|mensagem original|"
    "messaggio originale|messaggio originario|messaggio precedente|oorspronkelijk bericht|originalmeddelande|"
    "ursprungligt meddelande|"
    "oprindelig meddelelse|oprindelig besked|opprinnelig melding|oryginalna wiadomość|wiadomość oryginalna|"
    "wiadomość pierwotna|alkuperäinen viesti|"
    "eredeti üzenet|исходное сообщение|оригинальное сообщение|первоначальное сообщение|вихідне повідомлення|"
    "оригінальне повідомлення|"
    "початкове повідомлення|orijinal mesaj|özgün ileti|orjinal mesaj|原始邮件|原邮件|原始郵件|原始信件|"
    "回复的原邮件|元のメッセージ|原文|"
    "원본 메시지|원본 메일|원본메일|받은 메일 내용|الرسالة الأصلية|رسالة أصلية|پیام اصلی|ההודעה המקורית|"
    "הודעה מקורית|thư gốc|tin nhắn gốc|"
    "thông báo gốc|pesan asli|pesan asal|ujumbe asili|ujumbe wa awali|মূল বার্তা|मूल संदेश|původní zpráva|"
    "původní e-mail|pôvodná správa|"
    "αρχικό μήνυμα|mesaj original|previous message|vorherige nachricht|quoted text"
)
_FORWARDED = (
    "forwarded message|forwarded email|forwarded mail|begin forwarded message|weitergeleitete nachricht|"
    "anfang der weitergeleiteten nachricht|"
    "anfang weitergeleitete nachricht|message transféré|message réexpédié|message transmis|"
    "début du message réexpédié|début du message transféré|"
    "mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|mensagem reencaminhada|"
    "início da mensagem encaminhada|"
    "início da mensagem reencaminhada|messaggio inoltrato|inizio messaggio inoltrato|doorgestuurd bericht|"
    "begin doorgestuurd bericht|"
    "vidarebefordrat meddelande|vidarebefordrat brev|vidarebefordrat mejl|videresendt meddelelse|"
    "videresendt melding|start på videresendt melding|"
    "wiadomość przekazana|przekazana wiadomość|przesłana wiadomość|treść przekazanej wiadomości|"
    "początek przekazywanej wiadomości|välitetty viesti|"
    "továbbított üzenet|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|"
    "переадресованное сообщение|"
    "начало переадресованного сообщения|начало пересылаемого сообщения|переслане повідомлення|"
    "перенаправлене повідомлення|початок листа, що пересилається|"
    "yönlendirilen mesaj|yönlendirilmiş ileti|iletilmiş mesaj|iletilen mesaj|başlangıç iletilen ileti|"
    "转发邮件|转发的邮件|转发邮件信息|轉寄郵件|轉寄的郵件|转发信息|"
    "转发的信件|下面是被转发的邮件|以下是转发的邮件|開始轉寄郵件|開始轉寄訊息|以下は転送メッセージです|"
    "転送されたメッセージ|転送メッセージ|전달된 메시지|전달된 메일|"
    "전달된 메일입니다|رسالة معاد توجيهها|الرسالة المعاد توجيهها|بداية الرسالة المعاد توجيهها|رسالة محولة|"
    "پیام فوروارد شده|پیام بازارسال‌شده|"
    "پیام بازارسالشده|پیام هدایت شده|הודעה שהועברה|תחילת הודעה שהועברה|thư đã chuyển tiếp|"
    "thư được chuyển tiếp|bắt đầu thư được chuyển tiếp|"
    "pesan terusan|pesan diteruskan|pesan yang diteruskan|mulai pesan terusan|ujumbe uliosambazwa|"
    "ujumbe uliotumwa mbele|ফরোয়ার্ড করা বার্তা|"
    "ফরওয়ার্ড করা বার্তা|अग्रेषित संदेश|přeposlaná zpráva|přeposlaný e-mail|začátek přeposlané zprávy|"
    "preposlaná správa|προωθημένο μήνυμα"
)
ORIGINAL = frozenset(_ORIGINAL.split("|"))
"""What stands between the dashes above an answered message, in lower case."""
FORWARDED = frozenset(_FORWARDED.split("|"))
"""What stands above a forwarded message, in lower case."""

_DEVICE = (
    r"(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|redmi|nokia|blackberry|pixel|htc|phone|cell|"
    r"mobile|handy|handheld|tablet|outlook|mail|"
    r"gmail|yahoo|proton|k-9|windows|thunderbird|spark|airmail|tutanota|aquamail|bluemail|mailbox|web\.de|gmx|"
    r"hey|superhuman|"
    r"телефон|смартфон|айфон|почт|мобил|iphone|手机|手機|行動|スマート|携帯|아이폰|휴대)"
)
# What begins like a mobile signature.
MOBILE = re.compile(
    r"[\W_]*(?:"
    r"sent (?:from|via|with|by|using)\b.{1,75}|get outlook for\b.{0,60}|sent on the go\b.{0,50}|"
    r"from my (?:iphone|ipad|phone|android)\b.{0,40}|"
    rf"(?:from|someone from) (?:my )?{_DEVICE}\b.{{0,20}}|"
    r"(?:von (?:meinem|meiner|unterwegs|iphone|ipad)\b.{0,50}|gesendet (?:mit|von|aus|über)\b.{0,70}|"
    r"diese nachricht wurde von\b.{0,60}gesendet\.?|holen sie sich outlook\b.{0,40}|outlook für (?:ios|"
    r"android)\b.{0,40})|"
    r"envoyé (?:de|depuis|à partir de|avec|via)\b.{0,70}|obtenir outlook\b.{0,40}|télécharger outlook\b.{0,40}|"
    r"enviado (?:desde|do|de|a partir d|com|con|via)\w{0,3}\b.{0,70}|enviada do\b.{0,60}|"
    r"obtener outlook\b.{0,40}|obter o outlook\b.{0,40}|"
    r"inviato (?:da|dal|dallo|con|tramite)\b.{0,60}|scarica outlook\b.{0,40}|ottieni outlook\b.{0,40}|"
    r"(?:verzonden|verstuurd) (?:vanaf|van|met|via)\b.{0,60}|outlook voor\b.{0,40}|"
    r"skickat från\b.{0,50}|hämta outlook\b.{0,40}|sendt fra\b.{0,50}|hent outlook\b.{0,40}|"
    r"lähetetty \w+(?:sta|stä|lta|ltä)\b.{0,30}|"
    r"wysłan[eoy] (?:z|ze|za pomocą|przy użyciu)\b.{0,60}|pobierz (?:aplikację )?outlook\b.{0,40}|"
    r"odesláno z\b.{0,50}|získat outlook\b.{0,40}|"
    r"отправлено (?:с|из|от|через)\b.{0,60}|послано с\b.{0,40}|надіслано (?:з|із|від)\b.{0,50}|"
    r"відправлено (?:з|із)\b.{0,50}|"
    r"(?:iphone|ipad|android|samsung|telefon)\w*['’]?\w{0,6} (?:gönderildi|gönderilmiştir)\.?|"
    r"được gửi từ\b.{0,50}|gửi từ (?:iphone|ipad|điện thoại|outlook|yahoo)\b.{0,40}|đã gửi từ\b.{0,50}|"
    r"tải outlook\b.{0,40}|"
    r"dikirim (?:dari|melalui|menggunakan)\b.{0,50}|dapatkan outlook\b.{0,40}|imetumwa (?:kutoka|kwa)\b.{0,40}|"
    r"(?:أُ?رسلت?|مرسل[ةه]?|تم الإرسال) (?:من|بواسطة).{1,40}|احصل على outlook.{0,30}|"
    r"(?:ارسال|فرستاده) شده (?:از|با|توسط).{1,40}|ارسال از .{1,40}|נשלח (?:מה|מ-|מ|באמצעות).{1,40}|"
    r"(?:मेरे|मेरी) .{1,30} से भेजा गया.?|আমার .{1,30} থেকে (?:পাঠানো|প্রেরিত).{0,10}|"
    r"发自我的.{1,40}|发自.{0,30}(?:手机|iphone|ipad|邮箱|mail).{0,20}|来自我的.{1,30}|从我的.{1,30}发送|"
    r"從我的.{1,30}傳送|傳送自我的.{1,30}|寄自我的.{1,30}|獲取outlook.{0,30}|获取.{0,3}outlook.{0,30}|"
    r"(?:나의|내) .{1,30}에서 보[냄낸].{0,10}|outlook を入手.{0,30}|"
    r"<{0,2}sent by \w+>{0,2}"
    r")[\W_]*",
    re.IGNORECASE,
)

# What ends like one, after the name of any device. Each holds a letter outside ASCII.
MOBILE_AT_THE_END = re.compile(
    r"[\W_]*(?:"
    r".{2,40}(?:['’]?(?:dan|den|ımdan|imden|umdan|ümden)) gönderildi\.?|"
    r".{1,30}から送信(?:されました)?。?|.{1,30}에서 보냄"
    r")[\W_]*",
    re.IGNORECASE,
)

# Looked for in lower case. A person may ask how to unsubscribe, so a list footer also needs a link or a rule.
_UNSUBSCRIBE_WORDS = (
    "unsubscribe|to stop receiving|manage your preferences|manage preferences|manage your subscription|"
    "mailing list|you are receiving this|"
    "you received this|you're receiving this|you’re receiving this|view it on|view this email|"
    "view this message|reply to this email|"
    "reply here|abbestellen|abmelden|désabonner|désinscri|darse de baja|cancelar la suscripción|"
    "cancelar su suscripción|"
    "cancelar tu suscripción|cancelar inscrição|cancelar a inscrição|cancelar assinatura|"
    "cancelar a assinatura|descadastrar|disiscri|"
    "annulla iscrizione|annulla l'iscrizione|annullare l'iscrizione|отписаться|отписки|відписатися|"
    "wypisać się|anulować subskrypcję|"
    "afmelden|uitschrijven|avregistrera|avprenumerera|aboneliği iptal|aboneliğinizi iptal|abonelikten çık|"
    "odhlásit|退订|取消订阅|取消訂閱|"
    "配信停止|購読解除|수신거부|구독 취소|إلغاء الاشتراك|لغو اشتراک|להסיר|ביטול המנוי|hủy đăng ký|"
    "berhenti berlangganan|jiondoe|"
    "সদস্যতা বাতিল|सदस्यता समाप्त|सदस्यता रद्द|mute this topic|mute the thread"
)
UNSUBSCRIBE = tuple(_UNSUBSCRIBE_WORDS.split("|"))
_SCANNED_WORDS = (
    "virus-free|virus free|virenfrei|sans virus|libre de virus|livre de vírus|senza virus|без вирусов|"
    "checked for viruses|"
    "scanned for viruses|scanned by|viren geprüft|viren überprüft|www.avast.com|www.avg.com|messagelabs|mailscanner|"
    "consider the environment before|denken sie an die umwelt|pensez à l'environnement|"
    "pensez à l’environnement|antes de imprimir|prima di stampare"
)
SCANNED = tuple(_SCANNED_WORDS.split("|"))
_CONFIDENTIAL = (
    "confidential|privileged|vertraulich|confidenti|confidenc|riservat|vertrouwelijk|konfidentiel|"
    "konfidentiell|poufn|důvěrn|"
    "конфиденциал|конфіденційн|gizli|rahasia|ya siri|bảo mật|机密|保密|機密|기밀|سري|محرمان|חסוי|गोपनीय|গোপনীয়"
)
_MEANT_FOR = (
    "intended for|intended only|intended solely|intended recipient|addressee|sole use|exclusive use|"
    "nur für|bestimmt|destinataire|"
    "destinatari|destinad|uso exclusivo|uso esclusivo|bestemd|avsedd|tiltenkt|przeznaczon|adresat|určen|"
    "предназначен|адресат|призначен|"
    "alıcı|penerima|mpokeaji|người nhận|收件人|宛先|受信者|수신인|수신자|المرسل إليه|المستلم|گیرنده|נמען|"
    "प्राप्तकर्ता|প্রাপক"
)
_LETTER = (
    "e-mail|email|message|nachricht|correo|mensaje|mensagem|messaggio|courriel|bericht|meddelande|"
    "melding|wiadomoś|zpráv|сообщени|"
    "письм|повідомленн|ileti|posta|pesan|surel|barua|thư|邮件|郵件|メール|메일|رسالة|البريد|ایمیل|پیام|"
    "הודעה|דוא|ईमेल|संदेश|ইমেইল|বার্তা"
)
DISCLAIMER = tuple(tuple(row.split("|")) for row in (_CONFIDENTIAL, _MEANT_FOR, _LETTER))
"""One word of each row makes a disclaimer: a person may well ask about confidential reports."""
