# ruff: noqa: E501 - one language a line, as its speakers read it
"""Single words around account names in the listed languages, by what they do there. Speakers mend these lines.

`word*` also stands for every word that begins so. Accents may be left out in a mail, so both spellings count. Scripts
without blanks are cut at these very words. Whether a name follows is not said here: that is learned.
"""

from __future__ import annotations

ROLES_TYPED: dict[str, str] = {
    # what the name is the name of
    "account": """
        account* acc acct usr user username* users userid nick* handle login log-in id alias screenname wikiname pseudonym
        benutzer benutzerin benutzername* benutzerkonto* nutzername* nutzerkonto* konto* kennung wiki-name wikikonto wiki-konto wiki-account nutzer nutzerin
        usuario usuaria cuenta* apodo seudonimo
        compte* pseudo* identifiant utilisateur utilisatrice
        utente utenza nickname profilo account-utente
        usuário usuária conta contas utilizador utilizadora apelido perfil
        gebruikersnaam gebruiker gebruikster accountnaam wikinaam gebruikersaccount wiki-account
        användarnamn* användare användaren användarkonto* kontonamn* kontot signatur
        konta kontem login* użytkownik* użytkowni* nazwa ksywa ksywka ksywk*
        účet účtu účtem účty ucet uctu uctem přezdívk* uživatelsk* uživatel uživatelka uživatele
        ник ника ником нике никнейм* аккаунт* акаунт* логин* логін* юзер* учётн* учетн* учётк* учетк* участник участница участника участницы участником пользовател* профиль профиля никъ
        нік ніка ніком нікнейм* обліков* обліківк* користувач* профіль запис
        nik nikom akkaunt*
        kullanıcı kullanıcı* hesap hesab* rumuz* mahlas* nickim hesapla
        akun akunku akun* pengguna nama-pengguna jenengku
        tài khoản nick thành viên người dùng acc danh
        akaunti mtumiaji akaunt* jina-la-mtumiaji
        حساب* الحساب حسابي وحسابي حسابنا يوزر* اليوزر مستخدم المستخدم* مستخدمة معرف* المعرف نيك النيك اليوزرنيم أكونت* اكونت* كونت توقيعي
        کاربری* حساب* اکانت* آیدی* آی‌دی* ایدی* یوزر* شناسه* کاربر امضا*
        משתמש* המשתמש* חשבון* החשבון* יוזר* היוזר* ניק הניק כינוי* הכינוי*
        सदस्य* यूज़र* यूजर* खाता* खाते* अकाउंट* एकाउंट* आईडी* उपयोगकर्ता* प्रयोक्ता* प्रयोगकर्ता*
        ব্যবহারকারী* ইউজার* অ্যাকাউন্ট* একাউন্ট* আইডি* এ্যাকাউন্ট* অ্যাকাউন্টে নিক
        利用者名 ユーザー名 ユーザ名 ユーザーネーム アカウント名 アカウント アカ名 垢名 垢 ハンドルネーム ハンドル名 ハンドル 利用者アカウント ウィキネーム 登録名 活動名 ユーザーID 利用者ID アカウントID
        사용자 사용자이름 사용자명 사용자* 계정* 아이디* 아디* 닉네임* 닉 닉은 유저네임* 필명* 활동명* 유저*
        用户名 用戶名 用户名称 用戶名稱 使用者名稱 使用者名称 使用者名 账号 帳號 帐号 賬號 账户 帳戶 賬戶 账号名 帐户 网名 網名 昵称 暱稱 注册名 註冊名 登录名 登入名 登錄名 代号 代號 户名 用户 用戶 签名 簽名 名号 名號 号 號 我的号 我的號 我那个号 用户帐号 使用者帳號 維基帳號 维基账号
    """,
    # "name", where only the surroundings say that it is the wiki's
    "name": """
        name named names nombre nom nome namn naam imię imieniem jméno jmeno jménem jmenem имя именем имени зовут ім'я ім’я імʼя іменем ім звати звуть
        adım adı adıyla ismim isim isimle ismiyle nama namaku tên jina jinalangu اسم اسمي باسم بإسم واسمي الاسم إسمي نام نامم اسمم שם שמי בשם השם नाम नामक নাম নামে নামটা
        名前 お名前 名 氏名 이름* 이름은 이름이 名字 名字是 名称 名稱 姓名
    """,
    # who speaks of themselves
    "i": """
        i my mine myself ich mein meine meinem meinen mich mir yo mi mí je mon ma moi moi-même io mio mia eu meu minha
        ik mijn mij m'n jag mitt ja moje mój moim mojego mnie mną můj moje mám mne já muj я мой моя моё мое моим меня мной мною мені мій моєму моею мене мой
        ben benim benimki bende saya aku gue gw ku sa tôi em mình tui con cháu mimi yangu langu mie
        أنا انا إني وأنا اني ديالي بتاعي beta3y bta3i dyali من منم بنده خودم אני שלי ואני मैं मेरा मेरी मेरे मुझे main mera meri আমি আমার আমাকে mwen
        私は 私が 私の 私 わたしは わたし 僕は 僕 俺は うちは 当方 저는 저 제 제가 나는 내 저의 我的 我用 我在 我 本人 敝人 俺 我以 在下 弟
    """,
    "am": """
        am im i'm i’m soy suis sono sou bin är heet heter jestem jsem som sem hei heiße heisse heiß llamo appelle chiamo chamo nazywam jmenuju jmenuji naitwa jenenge
        هستم hu hoon हूँ हूं 我是 我叫 我用的是 我係
    """,
    # what joins the word and the name
    "is": """
        is are was be as: = est é è eh es ser son ist lautet wäre seria sería sarebbe heet luidt är to jest są byl bude это є це — ise dir dır tir adalah ialah yaitu itu là ni ndio ndiyo هو هي هيّ است هست הוא היא זה है हैं hai hu hoon हूँ हूं হলো হচ্ছে হল ছিল 'est c'est e'
        は が を です でした だ である と申します と申す といいます と言います という といった と名乗って と名乗る で という名前で という名前 という名 の名前で 名義で として になります でお願いします と書いて っていう って いいます と っす やで
        입니다 이에요 예요 에요 이예요 이고요 이고 고요 라고 이라고 라는 이라는 으로 로 은 는 이 가 을 를 임 인데 인데요 이구 이구요 입니더 임니다 이며 이라 의 님 과 와
        是 叫 叫做 为 為 就是 是: 用的是 係 即 名为 名為 叫作 号叫 名叫
    """,
    # "as", "under the name of"
    "as": """
        as under als unter como bajo comme sous come sotto som jako pod как под як під olarak diye adlı isimli sebagai dengan với dưới bằng kama kwa ك تحت بـ با به عنوان כ כ- תחת के से হিসেবে নামে বলে jak
        として の名で 名義で ไปเป็น 以 用 作为 作為
    """,
    # what one does there
    "edits": """
        edit edits editing write writes writing contribute contributes sign signed signing use using go known registered active work find
        schreibe schreib editiere bearbeite arbeite unterwegs bekannt registriert angemeldet aktiv nutze benutze verwende anmelden mache heiße
        edito escribo firmo contribuyo colaboro participo conocido conocida registrado registrada inscrito inscrita uso usando utilizo encuentran ando aparezco
        contribue contribuer édite edite écris ecris signe interviens connu connue inscrit inscrite utilise participe
        scrivo contribuisco firmo firma attivo attiva conosciuto conosciuta registrato registrata uso usando trovate mi-trovate
        escrevo assino contribuo conhecido conhecida registado registada uso ando entro
        bewerk schrijf bijdraag teken kent bekend geregistreerd gebruik actief sta
        skriver redigerar bidrar känd registrerad använder signerar aktiv anmäl
        edytuję edytuje piszę pisze podpisuję znany znana zarejestrowany zarejestrowana używam uzywam działam korzystam
        edituji edituju píšu pisu vystupuji podepisuji registrovaný registrovaná známý známá používám přihlašuji přispívám
        пишу правлю редактирую работаю известен известна зарегистрирован зарегистрирована подписываюсь пользуюсь использую участвую веду захожу
        редагую дописую пишу працюю відомий відома зареєстрований зареєстрована підписуюсь користуюсь використовую
        düzenliyorum yazıyorum katkı kullanıyorum bilinirim tanınırım imzalıyorum kayıtlıyım
        menyunting mengedit menulis edit memakai pakai menggunakan gunakan dikenal terdaftar berkontribusi
        dùng viết sửa lấy biết đăng ký đóng góp sử dụng
        nahariri natumia naandika nachangia najulikana hutumia naitumia
        أحرر احرر أكتب اكتب أساهم أوقع مسجل مسجلة معروف أستخدم استخدم بحرر بكتب
        ویرایش می‌نویسم فعالیت می‌کنم شناخته دارم
        עורך עורכת כותב כותבת חותם חותמת מוכר מוכרת רשום רשומה משתמש פעיל פעילה תורם תורמת
        लिखता लिखती लिख सम्पादन संपादन योगदान करता करती जाना जानते
        লিখি সম্পাদনা অবদান করি ব্যবহার
        活動 編集 名乗って 書いて 使って 投稿 執筆 やって 活動して 編集して 登録 활동 편집 기여 쓰고 씁니다 활동합니다 활동하는 쓰는 사용 가입 编辑 編輯 活动 活動 贡献 貢獻 使用 注册 註冊 登录 登入 叫我
    """,
    "wiki": """
        wiki* *wiki *wikip *wp wikipedia* wikipédi* wikimedia* commons commonswiki meta meta-wiki wikidata* wikisource* wiktionary* incubator wikivoyage*
        вики* википед* викисклад* викидан* вікі* вікіпед* вікісхов* вікідан* мете мета
        vikipedi* vikiverisi vikisözlük viki* wikipedii wikipedie ويكي* الويكي* ويكيبيديا* كومنز* بويكي* والكومنز ویکی* کامنز* ویکی‌پدیا* בוויקי* ויקי* הוויקי* וויקי* ויקינתונים
        विकि* विकी* कॉमन्स উইকি* উইকিপিডিয়া* কমন্স* ウィキペディア ウィキ コモンズ ウィキデータ ウィクショナリー ウィキメディア ウィキでは 日本語版 위키* 위키백과* 공용 위키데이터* 维基 維基 维基百科 維基百科 维基上 維基上 共享资源 共享資源 元维基 百科
    """,
    "old": """
        old former formerly previous previously before earlier renamed ex was lost until used alternate alt no-longer früher frühere früherer alt altes alter vorher ehemals hieß bis umbenannt zuvor
        antes antigua antiguo anterior era fui hasta vieja viejo renombrad* ancien ancienne anciennement avant jusqu'en jusqu auparavant précédent* renommé* vecchio vecchia prima precedente fino ero dismesso rinominat*
        antig* anterior até velha renomead* oude oud vroeger voorheen eerder heette gammalt gamla förut tidigare hette innan dawniej stare wcześniej poprzedni* byłem byłam downij dřív* driv starý stary starého kdysi předtím byl byla
        раньше прежн* бывш* старый старая старое был была ранее прежде переимен* раніше колишн* старий колись перейменов* eski eskiden önceki önceden lama dulu sebelumnya dulunya cũ trước hồi zamani awali nilikuwa kabla
        قبلها القديم قديم سابقا سابقًا السابق كان كانت قبل قبلا قبلاً قدیمی سابق بودم قبلی הישן קודם לשעבר הקודם היה הייתי पुराना पहले पुराने था थी पुरानी পুরনো পুরোনো আগের আগে ছিল ছিলাম
        以前は 以前 旧 昔は 昔 改名前 前は までは でした 旧アカウント 元 예전* 이전* 옛 전에는 옛날* 以前 之前 原来 原來 曾用 改名前 旧 舊 以前叫 曾 前身 曾经
    """,
    "now": """
        now current currently today main new heute jetzt nun inzwischen aktuell* neu neues hauptkonto ahora actual actualmente hoy nueva nuevo principal aujourd'hui maintenant désormais actuel* nouveau ora adesso attuale oggi nuovo principale
        agora hoje atual novo nova nu tegenwoordig nieuwe thans nuvarande nya huvudkonto teraz obecnie nowe główne terozki teď nyní nový сейчас теперь новый основной нынешн* зараз тепер новий основний şimdi artık yeni şu ana sekarang baru utama kini giờ hiện đang mới chính sasa mpya
        الآن الحالي حاليا حاليًا دلوقتي هلأ الجديد الان الرئيسي اکنون الان فعلی جدید حالا اصلی עכשיו כיום היום הנוכחי החדש अब अभी नया वर्तमान এখন বর্তমান নতুন 今は 今 現在は 現在 現 지금* 현재* 现在 現在 目前 如今 现 現用
    """,
    # somebody who comes along, or for whom one writes
    "guest": """
        his her hers their he she they friend friend's friends colleague* husband wife student* brother sister guest* partner daughter son mother father behalf bringing together
        sie er ihr sein kollegin kollege freundin freund mann frau bruder schwester tochter sohn schüler* student* begleitung gast
        él ella su esposo esposa marido amiga amigo compañer* hermana hermano hijo hija invitad* acompañante lui elle son sa mari femme amie ami collègue frère soeur sœur fils fille accompagn* invité*
        lei loro suo sua marito moglie amico amica collega fratello sorella figlio figlia ospite ele ela seu sua dela dele marido esposa irmão irmã filho filha colega convidad* acompanhante
        hij zij ze zijn haar man vrouw vriend vriendin collega broer zus gast introducé han hon hans hennes kompis vän bror syster gäst sambo kollega on ona jego jej mąż żona koleg* koleżank* brat siostra przyjaci* gość jeho její kamarád* kolegyn* bratr sestra manžel* host* přítel*
        его её ее он она муж жена подруг* друг друга коллег* брат сестра сын дочь гост* внук товарищ* його її він вона чоловік дружина подруг* колег* сестра внук гість
        onun eşim arkadaş* kardeş* kızım oğlum misafir* dia istri suami teman* rekan adik kakak tamu anak bạn bạn-tôi chồng vợ đồng nghiệp khách anh chị yeye rafiki mume mke dada kaka mgeni mwenzangu katibu wetu
        صديق* زميل* زوج* أخي أختي معي صاحب* ضيف هو حسابها حسابه وحسابها وحسابه دوست* همکار* همسر* اون او خواهر* برادر* پارتنر* مهمان חבר חברה חברתי חברי בעלי אשתי אחי אחותי אורח* שלה שלו दोस्त मित्र साथी उसका उनका भाई बहन पति पत्नी বন্ধু* সহকর্মী* তার তাঁর ভাই বোন স্বামী স্ত্রী
        友人 同僚 知人 夫 妻 仲間 さん 様 彼女 彼 生徒 連れ 친구* 동료* 남편* 아내* 지인* 손님* 동생 朋友 同事 她的 他的 她是 他是 她 他 先生 太太 学生 學生 同伴 老伴 老公 老婆
    """,
    # somebody spoken of
    "other": """
        told tipped recommended invited heard according against reported blocked banned harass* deleted reverted thanks-to admin administrator sysop erzählt gesagt empfohlen gesperrt gelöscht laut gegen
        contó pasó dijo avisó bloque* recomendó según contra parlé conseillé dit bloqué selon contre invité detto parlato consigliato bloccat* secondo contro disse falou contou bloqueou indicou segundo
        vertelde tipte geblokkeerd volgens tegen berättade tipsade blockera* enligt mot powiedział* polecił* zablokow* według przeciw řekl* doporučil* zablokov* podle proti рассказал* сказал* посоветовал* заблокир* удалил* против розпов* сказав сказала порадив* заблок* проти
        söyledi anlattı engelle* göre karşı bilang cerita memblokir menurut terhadap kể nói chặn giới thiệu theo aliniambia alisema amezuia kulingana قال أخبر* حظر* دعاني ضد گفت گفته بست معرفی علیه סיפר* אמר* חסם חסמה המליץ לפי נגד बताया कहा ब्लॉक जिसने বলেছে বলেছেন ব্লক জানিয়েছে
        に聞いて から聞いて に教えて にブロック の告知 추천 알려* 차단* 소개* 告诉 告訴 封禁 推荐 推薦 说的 說的 邀请我 邀請我 骚扰 騷擾
    """,
    "talk": """
        talk contribs discuter discussion discussão discussione diskussion disk discusión disc 会話 會話 留言 讨论 討論 對話 对话 обсуждение обс обг обговорення 토론 نقاش بحث گفتگو بحث overleg dyskusja diskuse tartışma mesaj bicara pembicaraan majadiliano שיחה আলাপ वार्ता discuss
    """,
    # why there is no name
    "no": """
        no not none don't dont haven't without forgot kein keine keinen nicht ohne vergessen sin ningun ninguna olvidé pas sans aucun oublié non senza nessun dimenticato não nao sem nenhuma esqueci niet geen zonder vergeten inte ingen inget utan glömde nie bez zapomnia* ne nemám nemam zapomněl* нет не без нету забыл* немає ні забув забула
        yok değil unuttum tidak belum tanpa lupa không chưa quên sina hapana bila nimesahau ليس لا بدون نسيت ما ندارم نیست بدون یادم אין לא בלי שכחתי नहीं बिना भूल না নেই নাই ভুলে ない ありません 없 없* 안 못 没有 沒有 不 无 無 没 未
    """,
    # greetings, thanks, closings
    "manners": """
        hi hello hey dear thanks thank thx ty cheers regards best sincerely yours please pls sorry oops yes yep sure ok okay good morning evening hallo guten moin servus danke grüße gruß viele liebe mfg lg bitte gern ja klar hola buenas buenos gracias saludos saludo perdón atentamente cordialmente bonjour bonsoir salut merci cordialement désolé désolée oui voici oi olá bom boa obrigado obrigada abraço abraços att atenciosamente desculpe sim ciao salve buongiorno buonasera grazie saluti ecco scusate cordiali
        dag hoi goedendag goedemiddag goedemorgen bedankt groet groeten dank vriendelijke hej hejsan tack hälsningar mvh vänliga cześć dzień dobry witam dziękuję pozdrawiam proszę ahoj dobrý den děkuji díky prosím zdraví pozdravem здравствуйте привет добрый спасибо уважением пожалуйста да конечно извините простите вітаю привіт добрий дякую повагою так ласка
        merhaba selam teşekkürler saygılar saygılarımla evet halo hai selamat terima kasih salam makasih ya baik dạ chào xin cảm ơn kính vâng ạ nhé habari hujambo asante shukrani salaam مرحبا أهلا السلام شكرا شكرًا تحياتي نعم عفوا سلام درود ممنون متشکرم بله شالום שלום היי תודה בברכה כן नमस्ते नमस्कार धन्यवाद प्रणाम जी নমস্কার ধন্যবাদ সালাম হ্যাঁ প্রিয় শুভেচ্ছা
        こんにちは こんばんは はじめまして よろしくお願いします よろしくお願いいたします よろしく お世話になっております ありがとうございます 敬具 拝啓 はい 안녕하세요 감사합니다 고맙습니다 드림 올림 네 你好 您好 你们好 大家好 谢谢 謝謝 谢 此致 敬礼 敬上 好的 嗨 哈囉 感谢 感謝
    """,
    # what goes on after a name: wishes, and small words
    "wish": """
        want wants would like wish will come coming join joining attend please send add count will möchte will komme teilnehmen bitte quiero quisiera deseo voy asistir participar veux voudrais souhaite viens vorrei voglio vengo partecipare quero gostaria vou wil graag kom vill gärna kommer chcę chce chciał* będę chci chtěl* přijdu хочу прошу приду буду хотел* хотів хотіла прийду
        istiyorum geliyorum katıl* ingin mau hadir muốn tham dự nataka nakuja ningependa أريد وأريد أود وأود أرغب وأرغب اريد عايز بدي می‌خواهم میخواهم میخوام مایلم רוצה ורוצה אשמח ואשמח אבוא चाहता चाहती आना চাই আসতে যোগ
        参加 参加したい 参加希望 参加します 希望 出席 出席します お願いします ください 送って 참석 참여 참가 보내 신청 想 想参加 想參加 要参加 参加 參加 报名 報名 希望 申请 申請 请 請 求 可以 能 给我 給我 拟 擬 愿意 願意 要 周四 週四 来 來
    """,
}

SMALL_TYPED = """
    and or but the a an of on in at to for from by with that this here there so if because since when who which also just un une und oder aber der die das den dem ein eine auf im am zum zur aus seit bei mit für von vom zu wo y o pero la el las los de del en por para con que desde al se et ou mais le les des du dans avec pour sur qui depuis par au aux e ed ma il lo gli nella nel su di da dal che per os as do da dos das no na nos nas em com desde um uma
    en maar het een op van voor met bij die dat sinds och men på av för med från sedan den det i z w na od dla a o że się oraz ale ve v z s do pro se že jak и а но в на с у от для по из что который і й та але в у на з із від для що де
    ve ile da de bir için dan yang di ke untuk dan dari ini và ở trên của từ cho này na ya wa la kwenye katika kutoka و في على من إلى مع عن التي الذي در از که را و این برای با ב של על עם את ו גם और में पर का की के को ने भी এবং আর ও থেকে এ এর
"""
"""Words that join: a name may hold them, and rarely begins or ends with one."""
