"""What the wikis call the pages of a user, their talk pages and the special pages: the facts behind `User:Jane`.

The names in every language that has a Wikipedia, as `siteinfo` tells them (August 2026), and for the listed languages
also the other spellings and feminine forms. Without underscores; case is folded by whoever compares.
"""

from __future__ import annotations


def _names(typed: str) -> tuple[str, ...]:
    return tuple(name.strip() for line in typed.strip().splitlines() for name in line.split(" | "))


USER = _names("""
    Agar-aramat | Amseqdac | Användare | Asmras | avan a kipakamanguanguaq | A̱byi | A‌̱tyunta̱m | Ba wàanò
    Bantfu | Benotzer | Benutser | Benutzer | Benutzerin | Bikarhêner | Bruger | Brukar | Bruker | Brëkòwnik
    Brúkari | Brūcend | Choyoołʼįįhí | cinzyuwaw | Cleachdaiche | Dalībnieks | Defnyddiwr | Devnydhyer | Dulooi
    Dwumadini | Dwumadzinyi | Empduuy | Erabiltzaile | Ezaloci | Faidatema | Favesik | Felhasználó | Foydalanuvchi
    Geavaheaddji | Geban | Gebroeker | Gebruiker | Gebruikster | Gebruker | Gumagamit | Gumaramit | Ilungu
    Implijer | Itilizatè | Itilizatò | Iōng-chiá | İstifadəçi | jan | Jeno | Jëfandikukat | Ka notcitatc
    Ka'yataayakalü | Karaniwang User | Karber | Kasutaja | Kevttee | Kisadi | Korisnik | Kullanıcı | Kävutai
    Käyttäi | Käyttäjä | Lankide | Lietotājs | Lītuotuojs | Masyin | Mbanizi | Mea hoʻohana | Meidogger
    Metmaacher | Middawaida | Midemakay | misaungayay | Modirisi | Moomomoguno | Mošomi | Mpikambana | Mtumiaji
    Muna'sesetbi | Naraguna | Naudotojas | Nauduotuos | Notandi | Nutza | Ojiarụ | Okoədə | Onye ọrụ | Oníṣe
    Outelizador(a) | Pagguna | Pamakai | Pamakay | Pamake | Pamaké | Pangangghuy | Pangguno | Paragamit
    Paydalanıwshı | Pemaké | Penggena | Pengguna | Pengguna Wiki | pilno | Pruukja | Puruhára | Përdoruesi
    Qatnaşuçı | Qullanıcı | Redaktor | Ruraq | sadasya | Saib | Sang Anganggé | Sangoguna | Sipanghasea | Suradnik
    Szerkesztő | Ta ohu'uwo | Tagagamit | Thành viên | Tlatequitiltilīlli | Toma daana | Tuknew | Tuntuna | Tʋmtʋm
    Tʋmtʋmda | U | Uiser | Ulanyjy | Umsebenzisi | Umukoresha | Uporabnik | Ureuëng Ngui | Usador | Usator | User
    Usor | Usuari | Usuaria | Usuaria/o | Usuario | Usuario(a) | Usuariu | Usuàriu | Usuária | Usuário
    Usuário(a) | Utensa | Utent | Utente | Utenti | Utilisader | Utilisateur | Utilisator | Utilisatrice
    Utilizaire | Utilizator | Utumizi | Uwukoresha | Uza-na'in | Uzanto | Uzeu | Użytkowniczka | Użytkownik
    Używacz | Uživatel | Uživatelka | Wikipedista | Wikipedistka | Wikipedysta | Wikipedystka | Wikizantɔ
    Wužiwar | Wužywaŕ | Xat | Ymmydeyr | Yusa | Yuuser | Yuza | Zinzantọ | Énéagwu | Òsikwaan̄ | Úsáideoir
    Ŋun su | Χρήστες | Χρήστης | Ажыглакчы | Алахәыла | Архайæг | Викиавтор | Гьуртту хьума | ГӀахьалчи | Декъашхо
    Демнч | Доакъашхо | Колдонуучу | Корбар | Корисник | Користувач | Користувачка | Кулланучы | Къошулуучу
    Кыттааччы | Пайдаланыше | Польꙃєватєл҄ь | Потребител | Пырысь | Сирӹшӹ | Теиця | Тиись | Туружаачы | Удзельнік
    Удзельніца | Уртах | Участник | Участница | Хаснователь | Хоснователь | Хутшăнакан | Хэрэглэгч | Хэрэглэгшэ
    ЦӀыхухэт | Қатысушы | Ҡатнашыусы | Մասնակից | באַניצער | משתמש | משתמשת | ئىشلەتكۈچى | ایشلدن | بەکارھێنەر
    خدايمي | رُکُن | سڀ | صارف | مستخدم | مستخدمة | واپرائيندڙ | ورتنوالا | ورتݨ آلا | کاربر | کارن | کارور
    کارگير | ܡܦܠܚܢܐ | މެމްބަރު | ߟߊߓߊ߯ߙߟߊ | अवयव | छ्येलेमि | परिशीलक | प्रयोगकर्ता | यूजर | वापरपी | सदस्य
    सदस्यः | আতাকুরা | ব্যবহারকারী | সদস্য | ਵਰਤੋਂਕਾਰ | વપરાશકર્તા | સભ્ય | ବ୍ୟବହାରକାରୀ | உறுப்பினர் | பயனர்
    వాడుకరి | ಬಳಕೆದಾರೆ | ಸದಸ್ಯ | ഉപയോക്താവ് | පරිශීලක | ผู้ใช้ | ຜູ້ໃຊ້ | སྤྱོད་མཁན། | ကေားသုင်ꩻသား | ညးလွပ်
    အသုံးပြုလူ | အသုံးပြုသူ | ၽူႈၸႂ်ႉတိုဝ်း | მომხმარებელი | სამომხმარებლო | መትነፈዓይ | ተጠቃሚ | አባል | អ្នកប្រើប្រាស់
    ᥚᥧᥱ ᥕᥧᥒᥱ ᥖᥪᥰ | ᱵᱮᱵᱷᱟᱨᱤᱭᱟᱹ | Ọ̀ṣàmúlò | ⴰⵏⵙⵙⵎⵔⵙ | 使用者 | 利用者 | 用戶 | 用户 | ꠛꠦꠛꠀꠞꠈꠣꠞ꠆ꠞꠣ | ꯁꯤꯖꯤꯟꯅꯔꯤꯕ | 사용자
    𐌽𐌹𐌿𐍄𐌰𐌽𐌳𐍃
""")
"""The user namespace."""

NOT_BEFORE_A_COLON = frozenset({"jan", "jeno", "lankide", "pilno", "redaktor", "saib", "utenti", "xat"})
"""Those of them that are a first name, a label or a word of a large language: in running text they are just that."""

USER_TALK = _names("""
    Agar-aramat tungtungan | Amsawal n usmras | Amyannan umsqedac | Användardiskussion | A‌̱lyiat a‌̱tyunta‌̱m
    Ba̱ryat a̱byi | Benotzer Diskussioun | Benutser Diskussion | Benutzer Diskussion | Boledišana le Mošomi
    Brugerdiskussion | Brukardiskusjon | Bruker Diskuschoon | Brukerdiskusjon | Brúkarakjak | Brūcendmōtung
    casnu lo pilno | Choyoołʼįįhí bichʼįʼ yáshtiʼ | Ciaciarade | Ciciarada Utent | Conversa usuario
    Cumbersa outelizador(a) | Cuntierra usuàriu | Dalībnieka diskusija | Deasbaireachd a' chleachdaiche
    Descusión usuario | Dinika amin'ny mpikambana | Discusion Utensa | Discusión del usuario | Discussion Usator
    Discussion utent | Discussion utilisateur | Discussion utilisator | Discussion Utilizaire | Discussioni utente
    Discussioni utenti | Discuusje gebruker | Discuție Utilizator | Discûscioîn ûtente | Diskisyon Itilizatè
    Diskisyon itilizatò | Diskusaun Uza-na'in | Diskuse s wikipedistou | Diskushon usuario | Diskusia s redaktorom
    Diskusija wužywarja | Diskusija z wužiwarjom | Diskussjoni utent | Diskùsëjô brëkòwnika | Disolo kisadi
    Disputatio Usoris | Dwumadini nkitahode | Dwumadzinyi nkɔmbɔdzibea | Dyskusja wikipedysty | Dyskusyjo używacza
    Egan ezaloci | Euverlèk gebroeker | Favesikprilara | Foydalanuvchi munozarasi | Geavaheaddjeságastallan
    Gebanibespik | Gebruikerbespreking | Gotûbêja bikarhêner | Hiruhimangaw hiton gumaramit | Hisgot sa Gumagamit
    Huhuo zangoguna | Ibiganiro by'umukoresha | Ikiyago c'uwukoresha | Ingxoxo nelungu | Iōng-chiá thó-lūn
    İstifadəçi müzakirəsi | Jam kekë dulooi | jan la toki | Jeno vakyarimata | Kaozeadenn Implijer
    Kasasowal no midemakay | Kasutaja arutelu | Ke ici aimihitonaniwok notcita iriniw | Keskows Devnydhyer
    Keskustelu käyttäjästä | Khuluma nebantfu | kipakamanguanguaq kakaljavaran | Kombetsasion ni muna'sesetbi
    Kongko pemaké | Kullanıcı dartışma | Kullanıcı mesaj | Käyttäi pagin | Kūkākūkā o mea hoʻohana
    Lankide eztabaida | Lo'iya ta ohu'uwo | Lodu kävutajas | Majadiliano ya mtumiaji | Mana faidatǝma yǝ
    Marit Ureuëng Ngui | Meidogger oerlis | Messaje de Usador | Metmaacher Klaaf | Middawaida Dischbediere
    Màatu mà Ba wàanò | Naudotojo aptarimas | Nauduotuojė aptarėms | Notandaspjall | Nutza Dischkrian
    Obar pamake | Obrolan pamaké | Okoədə no-pegət | Olay kan paragamit | Overleg gebruiker | Overleg gebruker
    Pabligbagan Sang Anganggé | Pakanḍhâ'ânna pangangghuy | Pamandiran Pamakai | Panennaq pagguna
    Panghataion ni Sipanghasea | Parembugan Naraguna | Paydalanıwshı talqılawı | Pembicaraan Pengguna
    Perbincangan pengguna | Pibarasan moomomoguno | pisubelidan tu kamu ni misaungayay sapimatatengil
    Plé úsáideora | Pprngagun empduuy | Pruukja arotus | Puisano ya modirisi | Puruhára myangekõi
    Përdoruesi diskutim | Qullanıcı muzakeresi | Randau penggena | Razgovor s korisnikom | Razgovor sa suradnikom
    Resooney ymmydeyr | Rombakan Pamakay | Rundiang Pangguno | Ruraq rimanakuy | sadasya ke baat
    Savâstâllâm kevttest | Sgwrs Defnyddiwr | spkayal cinzyuwaw | Sprīža ap lītuotuoju | Szerkesztővita
    Taki fu masyin | Tattaunawar user | Thảo luận Thành viên | Tlatequitiltilīlli tēixnāmiquiliztli
    Toktok bilong yusa | Toma daana yeli | Tuknew titajtaketzakan | Tuntuna tɔgum | Tʋmtʋm sɔnsʋg zin'ig
    Tʋmtʋmd gomde | Uiser collogue | Ukpatu òsikwaan̄ | Ulanyjy çekişme | Umsebenzisi asiqongelane
    Uporabniški pogovor | Usapang tagagamit | Usator Discussion | User talk | Usor Discute | Usuari Discussió
    Usuario caraba | Usuario discusión | Usuariu alderique | Usuário(a) Discussão | Utente chiàcchiera
    Utilisader discussiun | Uzanto Debato | Uzanto-Diskuto | Uzeu copene | Waxtaani jëfandikukat
    Werênayışê karberi | Xoɖɔtɛn wikizantɔ lɛ tɔn | Yootirawaa nümaa ka'yataayakalü | Yuuser Dischbedutt
    Yuza tok abaut am | Zinzantọ hodidọ | Úkọ̀lá énéagwu | Ńkàtá ojiarụ | Ŋun su yɛltɔɣa | Καλάτσεμαν χρήστε
    Συζήτηση χρήστη | Ажыглакчы чугаа | Алахәыла ахцәажәара | Архайæджы ныхас | Баҳси корбар
    Викиавтор сярысь вераськон | Гутаркі ўдзельніка | Гьуртту хьуминнал ихтилат | ГӀахьалчиясул бахӀс
    Декъашхочун дийцар | Демнчна туск меткән | Доакъашхочун дувцар | Діскузія з хоснователём
    Колдонуучунун баарлашуулары | Кулланучы бәхәсе | Къошулуучуну сюзюу | Кыттааччы ырытыыта
    Обговорення користувача | Обсуждение участника | Пайдаланышын каҥашымашыже | Польꙃєватєлꙗ бєсѣда
    Потребител беседа | Пырыськӧд сёрнитанiн | Разговор с корисником | Разговор со корисник
    Размовы з удзельнікам | Розгварка зоз хасновательом | Сирӹшӹм кӓнгӓшӹмӓш | Теицянь кортамось | Тиись корхнема
    Туружаачыны шӱӱжери | Уртахдин веревирд авун | Хутшăнаканăн канашлу страници | Хэрэглэгчийн яриа
    Хэрэглэгшые хэлэлсэхэ | ЦӀыхухэт тепсэлъэхьыгъуэ | Қатысушы талқылауы | Ҡатнашыусы менән һөйләшеү
    Մասնակցի քննարկում | באַניצער רעדן | שיחת משתמש | ئىشلەتكۈچى مۇنازىرىسى | ایشلدن دانیشیغی | بحث کاربر
    تبادلۂ خیال صارف | د کارن خبرې اترې | رُکُن کَتھ | لمداكرة د لخدايمي | لێدوانی بەکارھێنەر | نقاش المستخدم
    واپرائيندڙ بحث | ورتن گل بات | ورتݨ آلے نال ڳالھ مہاڑ | کارور گپ | کارگيرˇ گب | ܡܡܠܠܐ ܕܡܦܠܚܢܐ
    މެމްބަރުގެ ވާހަކަ | ߟߊߓߊ߯ߙߟߊ ߟߊ߫ ߢߊߝߐߞߣߍ | अवयव सम्भासित | छ्येलेमि खँलाबँला | प्रयोगकर्ता कुरणि
    प्रयोगकर्ता वार्ता | यूजर बातचीत | यूजर वार्ता | वापरपी चर्चा | सदस्य चर्चा | सदस्य वार्ता | सदस्यसम्भाषणम्
    আতাকুরার য়্যারী | ব্যবহারকারী আলাপ | সদস্য বাৰ্তা | ਵਰਤੋਂਕਾਰ ਗੱਲ-ਬਾਤ | સભ્યની ચર્ચા | ବ୍ୟବହାରକାରୀଙ୍କ ଆଲୋଚନା
    பயனர் பேச்சு | వాడుకరి చర్చ | ಬಳಕೆದಾರೆ ಪಾತೆರ | ಸದಸ್ಯರ ಚರ್ಚೆಪುಟ | ഉപയോക്താവിന്റെ സംവാദം | පරිශීලක සාකච්ඡාව
    คุยกับผู้ใช้ | ສົນທະນາຂອງຜູ້ໃຊ້ | སྤྱོད་མཁན་གྱི་ བགྲོ་གླེང་། | ကေားသုင်ꩻသား အိုင်ကိုမ်ဒေါ့ꩻရီ | ညးလွပ် ဓရီုကျာ
    အသုံးပြုလူ ဆွီးနွီးချက် | အသုံးပြုသူ ဆွေးနွေးချက် | ဢုပ်ႇၵုမ် ၽူႈၸႂ်ႉတိုဝ်း | მომხმარებლის განხილვა
    ህድግ መትነፈዓይ | ምይይጥ ተጠቃሚ | አባል ውይይት | ការពិភាក្សារបស់អ្នកប្រើប្រាស់ | ᥟᥧᥙᥱ ᥐᥧᥛ ᥚᥧᥱ ᥕᥧᥒᥱ ᥖᥪᥰ
    ᱵᱮᱵᱷᱟᱨᱤᱭᱟᱹ ᱜᱟᱞᱢᱟᱨᱟᱣ | Ọ̀rọ̀ oníṣe | ⴰⵎⵙⴳⴷⴰⵍ ⵏ ⵓⵏⵙⵙⵎⵔⵙ | 使用者討論 | 利用者‐会話 | 用戶・談詑 | 用戶討論 | 用户讨论
    ꠛꠦꠛꠀꠞꠈꠣꠞ꠆ꠞꠣꠞ ꠝꠣꠔ | ꯁꯤꯖꯤꯟꯅꯔꯤꯕ ꯋꯥ ꯍꯥꯏꯐꯝ | 사용자토론 | 𐌽𐌹𐌿𐍄𐌰𐌽𐌳𐌹𐍃 𐌲𐌰𐍅𐌰𐌿𐍂𐌳𐌾𐌰
""")
"""The talk pages of users."""

SPECIAL = _names("""
    Amẓli | Analayaapülee kasa | Aptaca | Arbennek | Arbennig | Arnawlı | A̱nyan di | Be o yoŋ | Berezi | Bãnde
    Dibar | Diŋ'gahim | Egwéyí | Er lheh | Erenoamáš | Eri | Erikoine | Esese | Especial | Espesial | Espesiat
    Espesiál | Espesyal | Extra | Faphegileng | Husus | Ibidasanzwe | ilo | Impotant | Ispetziale | Istimewa
    Istimiwa | Istimèwa | Jagleel | Kasi’iked | Kayin | Kerfissíða | khaas | Khas | Khethekileko | kin iniptnaq
    Kingal nanaq | Kotakahi | Kusuih | Kusus | Këcëweek | Lakir kanɛ bɛ di kɔn | Lelibalulekile | Maalum | Maasus
    Mahluko | Mahsus | Mallebbi | Manokana | Marhasurungan | Maxsus | Mba'echĩchĩ | Mirunggan | Musamman
    Musanmàn | Natatangi | Nōncuahquīzqui | Papa nui | Patikos | pinakisumaljiyan | Pinaurog | Poimbida | Posebno
    Pàtàkì | rirci | Sapaq | sazumaay | Schbezial | Serstakt | Seviškuo | Sipeciås | Sipesol | Soronko | Specala
    Speciaal | Special | Specialaĵo | Speciale | Specialine | Specialis | Specialne | Specialnje | Specialus
    Speciaol | Speciel | Specioal | Speciàle | Speciális | Speciální | Speciâl | Specjalna | Specjalnô | Specēlos
    Speisialta | Spesiaal | Spesial | Spesyal | Spesyel | Spezial | Speçałe | Speçiale | Speċjali | Spiciali
    Spèciâl | Spécial | Syndrig | Szpecyjalna | Sònraichte | Taanas | Tallituslehekülg | Taybet | Tek-pia̍t
    Toiminnot | Tooimah | Uslig | Usus | Uzalutno | Vonọtaun | Vyisangije | Wat khwo | Wey | Xususi
    Xüsusi | Xısusi | Zure | Èspésyal | Özel | Ýörite | Đặc biệt | Špeciálne | Ɖéɖovo | Ειδικό | Ειδικόν
    Адмысловае | Аналлаах | Арнайы | Атайын | Аҥылу | Башка | Башка тевень | Вижа | ГӀирс | Гӏулакха
    Къуллугъирал лажин | Къуллукъ | Көдлхнә | Лӱмын ыштыме | Махсус | Нарочьна | Окреме | Отсасян | Панель
    Посебно | Сæрмагонд | Служебная | Специални | Специјална | Спеціальна | Спецӹлӹштӓш | Спэцыяльныя | Тусгай
    Тускай | Тусхай | Хъулухъалъулаб | Цастәи | Шпеціална | Ятарлă | Սպասարկող | באַזונדער | מיוחד | ئالاھىدە
    اؤزل | تایبەت | خاص | شا | ویژه | ځانگړی | ܕܝܠܢܝܐ | ޚާއްސަ | ߞߙߍߞߙߍߣߍ߲ | खास | बिशेष | विशेश | विशेष | विशेषः
    विसेस | বিশেষ | ਖ਼ਾਸ | વિશેષ | ବିଶେଷ | சிறப்பு | ప్రత్యేక | ವಿಶೇಷ | ವಿಸೇಸೊ | പ്രത്യേകം | විශේෂ | พิเศษ | ພິເສດ
    དམིགས་བསལ། | တဲးဝါး | တၟေင် | အထူး | ၶိုၵ်ႉတွၼ်း | სპეციალური | ልዩ | ፍሉይ | ፍንቱይ | ពិសេស | ᥑᥪᥐ ᥖᥩᥢᥰ | ᱟᱥᱚᱠᱟᱭ
    Ọpụrụiche | ⴰⵎⵥⵍⵉ | 特別 | 特别 | 特殊 | ꠛꠤꠡꠦꠡ | ꯑꯈꯟꯅꯕ | 특수
""")
"""The special pages, of which some are about one user: `Special:Contributions/Jane`."""

CONTRIBUTIONS = _names("""
    Beidräch | Beiträge | BeuneuriUreuëngNgui | Beşdarî | Bidrag | Bidrääg | Biedrage | Biedragen | Bijdragen
    Brúkaraíkast | Bydraes | Byytreeg | Conlationes | Contrebucions | Contribuciones | Contribucions
    Contribucións | Contribuições | Contributi | Contributiones | Contributions | Contribuții | Contribûti
    Contribûts | Degasadennoù | Doprinosi | Ekarpenak | Fandraisan'anjara | Framlög | Haʻawina | Indėlis
    İştıraki | Kaastöö | Katkılar | Katılmaklar | Keblünots | Kenki | Kevrohow | Kontribisyon | Kontribuisaun
    Kontribuoj | Kontribusi | Kontribusi pengguna | Kontributaji | Kontributet | Kontributiounen | Kontributor
    Kontribuzzjonijiet | Meidogger-bydragen | Mga ambag | Mga Tampo | Mga ámot | Michango | Muokkaukset
    Ol senis bilong yusa | pali jan | Pasumbanging naraguna | Paydalanıwshı úlesi | Prispevki | Príspevky
    Přinoški | Příspěvky | Pśinoski | Rievdadusat | Rurasqakuna | Sumbangan | Sumbangan pamakai
    SuntiangPangguno | Szerkesztő közreműködései | Tond | Töhfələr | Webekseem | Wkład | Àjustamientos
    ÀwọnÀfikún | Đóng góp | Συνεισφορές | Бавæрд | Вклад | Внесок | Добродѣꙗниꙗ | Доприноси | Кертемнәр
    Къахьегам | Къинхьегам | Къошум | Поладкст | Придонеси | Приноси | Путксне | Суруйуу | Унёсак | Хазина
    Үлесі | Ҳиссагузориҳо | Өлөштәр | Ներդրումները | בײַשטײַערונגען | תרומות | بەشدارییەکان | شراکتیں | مساهمات
    مشارکت‌ها | ونډې | ڀاڱيداريون | ܫܘܬܦܘ̈ܬܐ | ޙިއްސާ | योगदान | योगदानानि | অবদান | বৰঙনিসমূহ | ਯੋਗਦਾਨ | પ્રદાન
    ଅବଦାନ | చేర్పులు | സംഭാവനകൾ | දායකත්ව | เรื่องที่เขียน | ການປະກອບສ່ວນ | ခွုမ်မာꩻချက်ဖုံႏ | ဆောင်ရွက်ချက်များ
    တင်မခၞံဗဒှ်ဂမၠိုင် | လွင်ႈၶဝ်ႈႁူမ်ႈ | წვლილი | ការរួមចំណែក | 使用者貢獻 | 功績 | 投稿記録 | 用户贡献 | 貢獻 | 기여
""")
"""The special page with the edits of a user."""

OF_A_USER = (
    *CONTRIBUTIONS,
    *["Contribs", "DeletedContributions", "GlobalContributions", "CentralAuth", "ListFiles", "UserRights"],
)
"""Special pages about the user who is named after the slash. Of the others, a number or a page is named there."""
