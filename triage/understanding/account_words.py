# ruff: noqa: E501 - one language a line, as its speakers read it
"""The words around account names in the listed languages, as patterns. Speakers mend these; the forms are elsewhere."""

from __future__ import annotations

import re

_I_AM = (
    r"(?:username|user|acc|account|nick)\s+(?:beta3y|dyali|bta3i|tb3i)\s*:?\s*",
    # "I edit as", "my username is", in the order of the languages' tags.
    r"(?:my|the)\s+(?:(?:old|previous|former|current|main|new|present)\s+)?(?:wiki(?:media|pedia)?\s+)?(?:user\s?name|user|account|handle|nick(?:name)?|login|id|username)s?(?:\s+name)?"
    r"(?:\s+(?:on|in|at|of|for)\s+(?:the\s+)?[\w.]+(?:\s+in\s+\w+|\s+wikipedia)?)?\s*(?:is|was|:|=|-|–)+\s*",
    r"(?:username|user\s?name|usr|user|account|acct|acc|handle|nick|wiki(?:media)?[ -](?:user ?name|account|name|user))\s*(?:is|name)?\s*[:=–-]\s*",
    r"(?:his|her|their)\s+(?:user\s?name|account|user)\s+is\s+",
    r"\bI(?:'m|’m| am|m)\s+(?:user\s+)?(?=\S+(?:\s\S+){0,3}\s*(?:\(|on |of |at |in |from )(?:the )?(?:\w+ )?(?:wiki|commons|meta|\w+wiki|\w\w\.wiki|wikipedia|japanese|english|french|german|spanish))",
    r"\bI\s+(?:now\s+)?(?:edit|write|contribute|sign|work|go|use|am known|am active|edit wikipedia)\s*(?:on \w+ |in \w+ )?(?:as|under(?: the name)?|by)?\s+(?:the\s+(?:user)?name\s+)?(?=[A-Z0-9])",
    r"\bI\s+now\s+use\s+",
    r"(?:signed|signing)(?: as)?\s*[:,]?\s+(?=[A-Z0-9@])",
    # Arabic and Persian
    r"(?:اسم\s+(?:ال)?(?:مستخدم|حسابي|حساب|يوزر)|حسابي|اسمي\s+(?:في|على|ب)\s*\S+|يوزري|معرفي|الحساب|حساب\s+(?:انا|ديالي)|توقيعي[^:\n]{0,20})\s*(?:الحالي|هو|هي|على\s+\S+|في\s+\S+\s+هو)?\s*[:：]?\s*",
    r"(?:نام\s+کاربری(?:‌?ام|م|\s?من)?|حساب(?:م|‌?ام|\s?من|\s?کاربری(?:‌?ام|م|\s?من)?)|آیدی(?:‌?ام|م|\s?من)|یوزر(?:نیم)?(?:‌?ام|م|\s?من)|شناسه(?:‌?ام|\s?من)|با\s+نام(?:\s+کاربری)?)\s*(?:هست|است)?\s*[:：]?\s*",
    # Bengali, Hindi
    r"(?:আমার\s+)?(?:ব্যবহারকারী\s?নাম|ইউজারনেম|ইউজার\s?নেম|অ্যাকাউন্ট(?:ের\s+নাম)?|একাউন্ট(?:ের\s+নাম)?|আইডি)\s*(?:হলো|হচ্ছে|হল)?\s*[:：—–-]?\s*",
    r"\bid\s+(?=\w+\s+(?:hai|h)\b)",
    r"(?:मेरा\s+)?(?:यूज़रनेम|यूजरनेम|यूज़र\s?नेम|यूजर\s?नेम|सदस्य\s?नाम|सदस्यनाम|खाता|खाते\s+का\s+नाम|अकाउंट|उपयोगकर्ता\s?नाम|आईडी)\s*(?:है|का\s+नाम)?\s*[:：—–-]?\s*",
    # Czech, Polish, Russian, Ukrainian
    r"(?:uživatelsk(?:é|y|e)\s+(?:jméno|jmeno|účet|ucet)|(?:můj|muj)\s+(?:účet|ucet|nick)|účet|ucet|nick|username|přezdívka|píšu\s+jako|pisu\s+jako|edituji\s+jako|na\s+wikipedii\s+jsem|vystupuji\s+jako)\s*(?:je|:|=|–|-)?\s*",
    r"(?:moje\s+konto|konto|nick|login|nazwa\s+użytkownika|edytuj[ęe]\s+jako|pisz[ęe]\s+jako|mój\s+nick|moj\s+nick|podpisuj[ęe]\s+się(?:\s+jako)?|terozki\s+mom)\s*(?:to|:|=|–|-|jest)?\s*",
    r"(?:мой\s+(?:ник|аккаунт|логин|юзернейм|профиль|участник)|моя\s+учётная\s+запись|моя\s+учетная\s+запись|уч[её]тная\s+запись|уч[её]тка|ник(?:нейм)?|аккаунт|логин|юзер(?:нейм)?|имя\s+(?:участника|участницы|пользователя)|пишу\s+как|правлю\s+как|работаю\s+под\s+(?:именем|ником)|под\s+(?:именем|ником)|(?:в|на)\s+(?:рус\w*\s+)?(?:википедии|вики|викискладе|викиданных|мете)\s+я(?:\s+известен\s+как|\s+известна\s+как)?|я\s+(?:в|на)\s+(?:википедии|викискладе|викиданных))\s*[:—–=-]?\s*",
    r"\b(?:moj\s+nik|moy\s+nik|akkaunt)\s*:?\s*",
    r"(?:моє\s+ім['’ʼ]я\s+користувач(?:ки|а)|мій\s+(?:нік|акаунт|логін|обліковий\s+запис|користувач)|обліковий\s+запис|нік(?:нейм)?|акаунт|логін|ім['’ʼ]я\s+користувача|користувацьке\s+ім['’ʼ]я|(?:у|в|на)\s+(?:укр\w*\s+)?(?:вікіпедії|вікі|вікісховищі)\s+я|пишу\s+як|редагую\s+як|під\s+(?:іменем|ніком))\s*[:—–=-]?\s*",
    # German, Dutch, Swedish
    r"(?:(?:mein|meine)\s+)?(?:benutzername|benutzer-?konto|benutzerkonto|nutzername|wiki-?name|username|user-?name|account|acc|konto|nick|nickname|kennung)\s*(?:in\s+der\s+\w+|auf\s+\w+|bei\s+\w+)?\s*(?:ist|lautet|heißt|heisst|wäre|:|=|–|-)\s*",
    r"\b(?:benutzername|username|konto|account|nick)\s+(?=[A-ZÄÖÜ0-9„\"])",
    r"(?:schreibe|editiere|bearbeite|arbeite|unterwegs)\s+(?:heute\s+|dort\s+|inzwischen\s+|jetzt\s+)?(?:\w+\s+){0,2}als\s+(?=[A-ZÄÖÜ0-9„\"\[])",
    r"\bmich\s+als\s+(?=[A-ZÄÖÜ0-9„\"])",
    r"(?:auf|in)\s+(?:der\s+)?(?:deutschen\s+|deutschsprachigen\s+)?(?:wikipedia|commons|wikidata)\s+bin\s+ich\s+",
    r"(?:mijn\s+)?(?:gebruikersnaam|account|wiki-?account|gebruiker|nick|wikinaam|me\s+naam)\s*(?:is|heet|luidt|:|=|–|-)\s*",
    r"(?:bewerk|schrijf|werk|bijdraag|kent\s+mij)\s+(?:\w+\s+){0,3}als\s+(?=[A-Z0-9\"\[])",
    r"(?:mitt\s+)?(?:användarnamn|konto(?:namn)?|användarkonto|nick|alias|user)\s*(?:är|heter|:|=|–|-)\s*",
    r"(?:skriver|redigerar|bidrar)\s+(?:\w+\s+){0,4}som\s+(?=[A-ZÅÄÖ0-9\"\[])",
    r"\bjag\s+heter\s+(?=\S+\s+(?:nu|på))",
    # Spanish, Portuguese, Italian, French
    r"(?:mi\s+)?(?:nombre\s+de\s+usuari[oa]|usuari[oa]|user(?:name)?|cuenta|nick|nombre\s+wiki)\s*(?:actual|principal|en\s+[\w.]+|de\s+\w+)?\s*(?:es|se\s+llama|:|=|–|-)\s*",
    r"\busuari[oa]\s+(?=[A-ZÁÉÍÓÚÑ0-9])",
    r"\b(?:edito|escribo|firmo|contribuyo|colaboro|participo|inscrito|inscrita|ando(?:\s+desde\s+\d+)?)\s+(?:actualmente\s+|ahora\s+)?(?:\w+\s+){0,3}como\s+(?=[A-ZÁÉÍÓÚÑ0-9\"«@])",
    r"(?:en\s+(?:la\s+)?(?:wikipedia|wiki|commons)(?:\s+en\s+español)?\s+soy(?:\s+pues)?|soy\s+l[ao]\s+usuari[oa])\s+",
    r"(?:meu\s+|minha\s+)?(?:nome\s+de\s+(?:usuári[oa]|utilizador(?:a)?)|usuári[oa]|usuari[oa]|conta|username|user|nick|nome\s+de\s+conta)\s*(?:atual|principal|na\s+\w+|no\s+\w+)?\s*(?:é|e\b|eh|:|=|–|-)\s*",
    r"\b(?:edito|escrevo|assino|contribuo)\s+(?:\w+\s+){0,3}como\s+(?=[A-ZÁÉÍÓÚÃÕÇ0-9\"“@])",
    r"(?:na\s+wikip[ée]dia|no\s+commons|na\s+wiki)\s+(?:eu\s+)?sou\s+(?:[oa]\s+)?",
    r"(?:il\s+mio\s+)?(?:nome\s+utente|utenza|account(?:\s+principale)?|utente|nick|username)\s*(?:è|e'|:|=|–|-)\s*",
    r"\b(?:nick|utente|username)\s+(?=[A-ZÀÈÌÒÙ0-9])",
    r"\b(?:edito|scrivo|contribuisco|firmo|attiv[oa])\s+(?:\w+\s+){0,3}come\s+(?=[A-ZÀÈÌÒÙ0-9\"«@])",
    r"(?:mon\s+|le\s+)?(?:nom\s+d['’]utilisat(?:eur|rice)|compte(?:\s+wiki(?:m[ée]dia)?|\s+utilisat(?:eur|rice)|\s+principal)?|pseudo|identifiant|nom\s+wiki|accompagnant)\s*(?:sur\s+\w+|dyali|ديالي)?\s*(?:est|s['’]appelle|s['’]appelait|c\b|c['’]est|هو|:|=|–|-)\s*",
    r"\b(?:compte|pseudo)\s+(?=[A-ZÀ-Ý0-9@\"«])",
    r"(?:contribue|édite|edite|écris|signe|interviens)\s+(?:\w+\s+){0,3}(?:sous\s+le\s+(?:nom|pseudo)(?:\s+d[e'’])?|comme|en\s+tant\s+que)?\s*(?=[A-ZÀ-Ý0-9@\"«])",
    r"\bj['’]utilise\s+(?:aujourd['’]hui\s+|maintenant\s+|désormais\s+)?(?=[A-ZÀ-Ý0-9])",
    # Indonesian, Turkish, Vietnamese, Swahili
    r"(?:nama\s+pengguna(?:\s+saya|ku)?|akun(?:\s+(?:wiki\s*)?saya|\s+sekarang|ku|\s+wiki(?:media)?)?|username(?:\s+saya|ku)?|user(?:\s+saya)?)\s*(?:adalah|ialah|itu|yaitu|:|=|–|-)?\s*(?=[A-Z0-9@\"“\[])",
    r"(?:kullanıcı\s+ad[ıi]m|kullanıcı\s+adı|hesab[ıi]m|hesap(?:\s+ad[ıi]m?)?|nick(?:im)?|rumuzum)\s*(?:ise|:|=|–|-)?\s*(?=\S)",
    r"đang\s+dùng\s+(?=[A-ZĐ])",
    r"(?:tên\s+(?:người\s+dùng|tài\s+khoản|thành\s+viên)(?:\s+(?:của\s+)?(?:tôi|mình|em))?|tài\s+khoản(?:\s+(?:của\s+)?(?:tôi|mình|em|wiki))?|nick(?:\s+(?:của\s+)?(?:tôi|mình|em))?|user(?:name)?)\s*(?:là|:|=|–|-)\s*",
    r"(?:jina\s+(?:langu\s+)?la\s+(?:mtumiaji|akaunti)|akaunti\s+(?:yangu)?|username\s+yangu)\s*(?:ni|:|=|–|-)?\s*(?=[A-Z0-9@\"“\[])",
    # Hebrew, Korean, Japanese, Chinese
    r"(?:שם\s+ה?משתמש(?:ת)?(?:\s+שלי)?|החשבון\s+שלי|חשבון|המשתמש(?:ת)?\s+שלי|היוזר\s+שלי|יוזר|אני\s+(?:עורך|עורכת|כותב|כותבת)\s+(?:בשם|תחת\s+השם|כ-?))\s*(?:הוא|היא|זה)?\s*[:：–-]?\s*",
    r"(?:제\s*)?(?:사용자\s*(?:이름|명|계정)|계정(?:명|\s*이름)?|아이디|아디|닉네임|username|유저네임)\s*(?:은|는|이|가)?\s*[:：]?\s*",
    r"(?:利用者名|ユーザー名|ユーザ名|アカウント名?|ハンドルネーム|(?<![ァ-ヶーA-Za-z])ID)[】\]]?\s*(?:は|：|:|＝|=|(?<=[】\]]))+\s*",
    r"(?:用户名|用戶名|用戶名稱|网名|網名|账号|帳號|帐号|賬號|号|(?<![A-Za-zァ-ヶー])ID(?![A-Za-z]))(?:名称|名稱)?(?:叫做?|是|为|為)?\s*(?!被|的|已|和|也|不|在|还|還|就|與|与|及|都|给|給|或|锁|码|碼|召|称|稱|是|为|為|叫|：|:|＝|=|名|，|。|\s)",
    r"(?:我的)?(?:用户名称|用戶名稱|用户名|用戶名|使用者名稱|使用者名|用户|帐号|帳號|账号|賬號|账户|帳戶|(?<![A-Za-zァ-ヶー])ID)\s*(?:是|为|為|叫|：|:|＝|=)+\s*",
    r"\b(?:usr|user(?:name)?|acct|acc|account|nick)\s+(?=[\w])(?!(?:is|who|has|have|had|and|from|on|of|in|to|for|that|was|will|are|or|with|can|could|may|gets?|if|when|because|be|been|by|at|so|but|beta3y|saya|yangu|langu|dyali|should|would|must|does|did|blocks?|locks?)\b|name|page|talk|group|right|quick|lock|block|ban|creat|delet)",
)

_NO_LETTER_BEFORE = r"(?<![a-zà-ɏа-яёіїєґ])"
BEFORE_CUES = re.compile(
    _NO_LETTER_BEFORE + "(?:" + "|".join(f"(?:{pattern})" for pattern in _I_AM) + ")", re.IGNORECASE
)
"""What stands before one's own account name. Never inside a word: "ник" is a nickname, "участников" has none."""

PRONOUN_CUES = re.compile(
    r"(?<!\w)(?:I|me|eu|yo|ich|io|je|moi|mimi|ben|saya|ik|jag|já|ja|tôi|я|أنا|من|मैं|আমি|אני|저|제가)\s?\((?=[^)]{2,60}\))"
    r"|(?:我|我以编者身份|私|僕)[(（](?=[^)）]{2,60}[)）])"
    r"|(?<!\w)(?:account|konto|cuenta|conta|compte|gebruiker|аккаунт|акаунт)\s+(?=[A-ZÀ-ÞА-ЯЁІЇЄ0-9][^\s]*[.\s])",
)
"""Who puts the name in brackets behind "I"."""

I_AM = re.compile(
    r"(?:(?<!\w)(?:I am|I'm|I’m|ich bin|soy|sou|je suis|c['’]est|io sono|sono|ik ben|jag är|jestem|jsem|saya|mimi ni|tôi là|ben|"
    r"я|أنا|من|אני|मैं|আমি)|我是|私は|저는)[\s,:]*$",
    re.IGNORECASE,
)
"""What ends where a linked account begins: "I am User:X"."""

_CAPITALS = r"[A-ZÀ-ÞŒА-ЯЁІЇЄҐŞİÇĐ0-9]"
INTRODUCTIONS = re.compile(
    rf"(?<![\w'’])(?i:I am|I'm|I’m|soy|sou o|sou a|sou|je suis|c['’ ]est|io sono|sono|ich bin|ik ben|jag är|jag heter|jestem|jsem|mimi ni|"
    rf"hi, this is|tôi là|assino|firma è)\s+(?P<latin>[\"“„«]?{_CAPITALS}\S)"
    rf"|(?<!\w)(?:я)\s+[—–-]?\s*(?P<cyrillic>{_CAPITALS}\w)"
    r"|(?<!\w)(?:أنا|মোর নাম|আমি|मैं|אני)\s+(?P<glued>[^\s،,.;:!?]+(?:\s[^\s،,;:!?]+){0,2}?(?=\s*[،,]|\.(?:\s|$)|\s+على\s|\s+بال))"
    r"|(?:我是|我叫|敝人|本人|^我，|现在用的是|現在用的是)\s?(?P<han>[A-Za-z][\w-]*(?: [A-Z][\w-]*){0,3}(?=[，。,！!\s]|$)|[^\s，。,！!是不个個來来一在从從的]{2,14}(?=[，。,！!\s]|$))"
    r"|(?:^|[。！\n、]|私は|こんにちは|わたしは)\s*(?P<before>[^\s。、，,！!？?「」は]{2,24}(?=\s?(?:です。|です、|と申します|といいます|입니다|입니더|이고요|이에요|예요)))"
    r"|(?:^|[،,.]\s?|من\s)(?P<persian>[\w.-]+(?:\s[\w.-]+)?(?=\sهستم))",
    re.MULTILINE,
)
"""What people call themselves: an account only where they name no other."""

NAMED_CUES = re.compile(
    r"(?<![\w-])(?i:"
    r"my handle['’]s|(?:find me|known|registered|logged in|signed in|editing|active|contributing)(?: there)? (?:as|under)|account name|"
    r"(?:bin|dort|angemeldet|registriert|aktiv|bekannt) als|unter dem (?:namen|nick|benutzernamen|konto)|heiße(?: dort| da| hier)?|benutzerkonto|"
    r"me llamo|(?:conocid|registrad)[oa] como|(?:bajo|con) el nombre(?: de)?|con la cuenta|"
    r"sous le nom(?: de)?|connue? sous(?: le nom(?: de)?)?|inscrite? comme|"
    r"com o nome(?: de)?|chamo-me|com a conta|(?:conhecid|registad)[oa] como|meu login é|mi trovate come|(?:conosciut|registrat)[oa] come|(?:con il|col) nome|"
    r"зарегистрирован[а]? как|извест(?:ен|на) как|под именем|зареєстрован(?:ий|а) як|відом(?:ий|а) як|під іменем|"
    r"zarejestrowan[ya] jako|(?:přihlašuji se|registrovan[ýá]|vystupuji) jako|(?<=, )jako|^jako|"
    r"ben ik|onder de naam|ik heet(?: daar| er)?|heter jag|under namnet|kontot|adım|nickim|^ben|"
    r"tài khoản|nick (?:mình|em|tôi) là|với tên|username em là|sebagai|dengan nama|natumia akaunti ya|kwa jina(?: la)?|username yangu|akaunti:"
    r")\s+(?=[\"“„«]?[A-ZÀ-ÞŒА-ЯЁІЇЄҐŞİÇĐŁŚŻ0-9])"
    r"|(?:أحرر|أكتب|أساهم|مسجل|مسجلة)\s+باسم\s+|(?:在\S{0,6}上叫|维基用户|維基用戶)(?=\S)|(?:ウィキペディア|ウィキ|Wikipedia)では(?=\S+と名乗)"
    r"|(?:利用者名|ユーザー名|ユーザ名)[ 「『](?=\S)",
    re.MULTILINE,
)
"""Phrases that name somebody only where a capital letter follows."""

USER_WORDS = re.compile(
    r"(?<![\w-])(?i:benutzer(?:in)?|usuári[oa]|utilizador[a]?|utilisat(?:eur|rice)|участни(?:к|ца)|пользователь(?:ница)?|користувач(?:ка)?|"
    r"użytkowni(?:k|czka)|uživatel(?:ka)?|gebruik(?:er|ster)|användaren?)\s+(?=[\"“„«]?[A-ZÀ-ÞŒА-ЯЁІЇЄҐŞİÇĐŁŚŻ0-9])|(?<!\w)کاربر\s+(?=\S)"
)
"""The word for a user before a name: whose account it is, the sentence says."""

TALK_WORDS = (
    r"talk|discuter|discussion|discuss[aã]o|discussione|diskussion|discusi[oó]n|disc\.?|会話|會話|留言|讨论|討論|對話|обсуждение|обг\.?|обговорення|"
    r"토론|نقاش|بحث|گفتگو|overleg|dyskusja|diskuse|tartışma|mesaj|bicara|pembicaraan|thảo luận|majadiliano|שיחה|আলাপ|वार्ता|contribs"
)
"""The link to one's talk page in a signature."""

AFTER_CUES = re.compile(
    r"(?<=[^\s,;:()「」『』、。，]{2})(?:"
    r"\s+(?:is|ist|är|is wel)\s+(?:my|mein|mitt|mijn)\s+(?:user\s?name|account|benutzername|konto|användarnamn|gebruikersnaam)"
    r"|\s+(?:es|é|è|est)\s+(?:mi|meu|minha|il mio|mon)\s+(?:usuari[oa]|cuenta|nome|conta|nome utente|account|compte|pseudo)"
    r"|\s+(?:adlı|isimli)\s+(?:kullanıcı|hesap)|\s+(?:kullanıcı\s+adıyla|hesabıyla|olarak\s+(?:katkı|düzenl|yaz|katıl))"
    r"|\s+(?:হলো\s+)?আমার\s+(?:ইউজার|অ্যাকাউন্ট|একাউন্ট)|\s+(?:नाम\s+से|यूज़रनेम\s+से|के\s+नाम\s+से)"
    r"|\s*(?:という(?:利用者名|名前|アカウント|ユーザー名)|の名前で|名義で|として(?:活動|編集)|で(?:活動|編集)して)"
    r"|\s*(?:\(?으\)?로\s*(?:활동|편집|기여|쓰)|라는\s*(?:이름|계정|아이디|사용자))"
    r")",
    re.IGNORECASE,
)
LONGEST_WORD = 40
NAME_BEFORE = re.compile(rf"[^\s,;:()「」『』、。，]{{2,{LONGEST_WORD}}}$")
"""What stands after it: verbs come last in Turkish, Japanese, Korean, Hindi and Bengali."""

_WIKI = (
    r"(?:(?:the\s+|der\s+|la\s+|le\s+)?(?:\w+[- ])?(?:wikipedia|wikipédia|wikipedii|wikipedi|wikimedia|wikidata|wikisource|commons|meta|wikivoyage|"
    r"wiktionary|\w{2,3}wiki|\w{2,3}\.wiki(?:pedia)?|\w{2,3}wp|w:\w\w|commonswiki|japanese|викискладе|википедии|вікіпедії|"
    r"ويكيبيديا|كومنز|کامنز|ویکی|위키백과|공용|維基|维基|ウィキペディア|コモンズ))"
)
_NAME = r"(?P<name>[A-ZÀ-ÞА-ЯЁІЇЄҐŞİÇÖÜŁŚŻŹĆŠČŘŽĐ0-9@][\w.'’-]*(?:[ _](?:[A-ZÀ-ÞА-ЯЁІЇЄҐŞİÇÖÜŁŚŻŹĆŠČŘŽĐ0-9][\w.'’-]*|de|del|la|von|van|of|the|di|da|do|el|al)){0,4})"
ON_WIKI = re.compile(
    rf"(?:\b(?i:I am|I'm|I’m|im|ich bin|bin|soy|sou|je suis|c'est|c’est|moi|sono|ik ben|jag är|jestem|jsem|ben|saya|mimi ni|tôi là)\s+|\(|(?<=, )|(?<=^))"
    rf"{_NAME}\s*(?:\(|,\s*|\s)(?i:on|auf|in|sur|en|su|di|op|på|na|v|em|no|z|di|katika|trên|của|bei|från|of|at)?\s*(?i:{_WIKI})",
    re.MULTILINE,
)
"""A name with the wiki where it lives: "JDoe on Commons", "Dommelvos op nlwiki", "JDoe (en.wp)"."""

OLD_CUES = re.compile(
    r"\b(?:renamed|umbenannt|hieß|renombrad[oa]|renommée?|rinominat[oa]|renomead[oa]|heette|hette|no longer|nicht mehr|ya no|non più|plus maintenant|anciennement|former name|ex|old|previous|former|formerly|used to|previously|before|was|lost|until|alt|alternate|frühere?r?|früher|bis 20\d\d|war ich|altes?|ehemals|"
    r"antes|antigu[oa]|anterior|fui|era|hasta|antig[oa]|até|vecchio|vecchia|prima|precedente|fino al|avant|ancien(?:ne)?|s['’]appelait|jusqu|"
    r"oude?|vroeger|voorheen|tot 20|gammalt?|gamla|förut|tidigare|innan|dawniej|stare|poprzedni[eo]?|wcześniej|downij|dříve|driv|starý|stary|byl(?:a|em|am)?|"
    r"eski|eskiden|önceki|lama|dulu|sebelumnya|cũ|trước|zamani|awali)\b"
    r"|раньше|переимен|перейменов|прежн|бывш|стар(?:ый|ая)|\bдо 20|раніше|колишн|قبلها|القديم|سابقا|السابق|قبلاً|قبلا|قدیمی|سابق|পুরনো|পুরোনো|আগের|पुराना|पहले|पुराने"
    r"|הישן|קודם|לשעבר|이전|예전|옛|以前|旧|昔|改名前|之前|原来|原來|曾用",
    re.IGNORECASE,
)
GUEST_CUES = re.compile(
    r"\b(?:on behalf of|bringing|together with|my guest|mi esposa|mi marido|ma femme|mon mari|meine frau|mein mann|minha esposa|meu marido|mia moglie|mio marito|his|her|their|friend'?s?|colleague|he is|she is|he's|she's|husband|wife|student|brother|sister|sie ist|er ist|ihr konto|sein konto|kollegin|"
    r"kollege|él es|ella es|su cuenta|mi amig[oa]|ele é|ela é|lui è|lei è|elle est|il est|accompagnant|collègue|son compte|hij is|zij is|ze is|mijn man|"
    r"han är|hon är|min bror|on je|ona je|ona to|on to|jej konto|jego konto|teman|rekan|onun|arkadaşım|rafiki|yeye ni|bạn tôi)\b"
    r"|её|его |подруг|друг[аи]?\b|коллег|її|його|подруг|صديق|زميل|معي|حسابها|حسابه|دوست|اون|همکار|বন্ধু|সহকর্মী|दोस्त|मित्र|साथी|חבר|חברה שלי|친구|동료"
    r"|友人|同僚|知人|朋友|同事|她的|他的",
    re.IGNORECASE,
)
OF_ANOTHER = re.compile(
    r"\b(?:told me|tipped|told us|recommended|invited me|heard from|according to|against|reported|blocked by|banned by|me pasó|me contó|m['’]a parlé|"
    r"hat mir|m['’]ha detto|me disse|powiedział|namens)\b|рассказал|розпов|قال لي|أخبر|گفت",
    re.IGNORECASE,
)

_NAME_PARTICLES_TYPED = (
    "of the on de del la las los el da do dos das di della van von vom zu aus im in der den le du des d' "
    "uit z ze spod iz в на а от с ya al bin ibn"
)
NAME_PARTICLES = frozenset(_NAME_PARTICLES_TYPED.split())
"""Small words that stand inside names: "Gannet on the wire", "Encarna de Simancas", "Wojtek z Podlasia"."""

NOT_NAMES = (
    r"(?:i|i['’]\w+|and|or|but|the|a|is|it|my|me|yes|no|ok|okay|thanks?|thank you|please|pls|hi|hello|dear|sir|madam|best|regards|cheers|on|in|at|to|for|not|none|n/?a|"
    r"zoom|youtube|wikipedia|wikimedia|commons|wikidata|meta|u4c|ucoc|wmf|t&s|cr&s|see|below|above|still|also|an|here|from|name|page|talk|there|this|that|"
    r"link|available|now|mail|email|old|new|attached|blocked|banned|locked|suspended|global|hacked|nothing|hai|hu|hun|sorry|i have|no account|forgot|oops|ups|apologies|"
    r"his|her|their|our|your|he|she|they|we|you|wants?|would|will|can|could|if|so|because|since|when|also|just|send|add|let|who|was|has|have|do|does)",
    r"(?:und|oder|aber|ja|nein|danke|bitte|ist|hallo|der|die|das|ein|eine|gerne?|im|am|auf|ich|bin|angestellte[r]?|mein|wurde|gesperrt|entschuldigung|sorry|seit|bei|mit|aus|ehrenamtliche[r]?|würde|habe|nicht|kein[e]?|diskussion)",
    r"(?:y|o|pero|sí|si|gracias|hola|es|un|una|la|el|en|de|que|no sé|por favor|saludos|buenas|perdón|edito|no|mi|me|desde|quiero|bloquead[oa]|para|con|discusión)",
    r"(?:et|ou|mais|oui|non|merci|bonjour|est|je|le|les|des|du|ci-dessous|rendu|avec|pour|bonsoir|salut|désolée?|pardon|j'ai|sur|depuis|bloqué|ne|pas|c'est|mon|qui|discuter|dans|par|en|que)",
    r"(?:e|ou|mas|sim|não|obrigad[oa]|olá|oi|é|um|uma|grazie|ciao|sì|io|sono|ma|il|principale|principal|scusate|scusa|buongiorno|salve|ups|esqueci(?:-me)?|desculpe[m]?|desde|ativa|quero|com|vorrei|che|su|na|no|dal|discussione|discussão)",
    r"(?:en|maar|ja|nee|dank|hoi|och|men|nej|tack|hej|jag|is|är|geblokkeerd|door|sorry|op|på|blockerad|wil|vill|graag|bij|med|met|sinds|sedan|ik|som|als)",
    r"(?:и|но|да|нет|спасибо|привет|здравствуйте|я|не|мой|моя|это|і|але|так|ні|дякую|вітаю|а|в|на|с|по|от|у|из|что|как|она|он|они|мы|прошу|хочу|пишу|был|была|заблокирован|уже|для|её|его|з|та|що|як|вона|він|прошу|був|була|мене|меня|был[аи]|есть|нету|то|пожалуйста|будь|простите|извините|вибачте)",
    r"(?:w|na|tak|nie|dziękuję|i|to|jest|ano|děkuji|dobrý|den|od|z|v|ve|a|se|że|proszę|prosím|przepraszam|omlouvám|cześć|ahoj|byl|był|zablokowane|jsem|jestem|chci|chcę|mam|mám)",
    r"(?:ve|evet|hayır|teşekkürler|merhaba|dan|ya|tidak|terima kasih|halo|và|vâng|không|cảm ơn|na|ndiyo|hapana|asante|silav|selam|ile|olarak|engellendi|diblokir|saya|sekarang|yang|itu|ini|di|ke|untuk|mau|ingin|adalah|tôi|em|mình|là|ở|trên|muốn|dạ|bị|vừa|đã|hồi|nimefungiwa|ni|kwa|ya|wa|ninataka|samahani|imefungwa|langu|yangu|katika|barusan)",
    r"(?:.*(?:参加|希望|したい|出席|心配|よろしく|お願い|質問|私|僕|参加|ありがとう).*|おばん|こんばん|了解|承知|도.*|은|는|입니다|이에요|예요|임|이구|이고|同じ|無効|以下|こちら|.*的人|.*的|.*(?:ます|ません))",
    # Arabic, Persian, Hebrew, Hindi, Bengali
    r"(?:و|في|على|من|هو|هي|أنا|انا|وأريد|وأود|وأرغب|وكان|وكانت|قبل|قبلها|كان|منذ|التي|الذي|أريد|أود|نعم|لا|شكرا|شكرًا|عفوًا|عفوا|نسيت|مرحبا|السلام|محظور|تم|حظر|إلى|مع|وأنا|الحضور|فقط|ليس|بدون|سابقا|كومنز|ويكيبيديا)",
    r"(?:را|در|به|از|با|که|هستم|است|هست|و|می‌خواهم|میخوام|می|این|آن|برای|بله|نه|ممنون|سلام|ببخشید|قبلا|قبلاً|مسدود|شده|دارم|فعالیت|می‌کنم|ویکی‌پدیا|ویکی‌پدیای)",
    r"(?:הוא|היא|אני|של|על|עם|ואני|שלי|לא|כן|תודה|שלום|נחסם|חסום|את|כבר|מ-?|ב-?|לשעבר|ורוצה|רוצה|סליחה|בוויקיפדיה|וכן)",
    r"(?:है|हूँ|हूं|और|से|में|पर|का|की|के|को|मैं|हाँ|नहीं|धन्यवाद|नमस्ते|बंद|ब्लॉक|कर|किया|था|थी|यह|जी|माफ़|ने|भी|है,)",
    r"(?:আমি|এবং|আর|থেকে|নামে|দিয়ে|ও|আছে|হলো|হচ্ছে|হ্যাঁ|না|ধন্যবাদ|নমস্কার|ব্লক|করা|এই|যোগ|আসতে|চাই|পাঠাও|দিন|দাও|তে|এ|বন্ধ)",
)
"""Words that are never the whole of a name here, or do not go on with one."""
