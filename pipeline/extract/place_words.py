"""What no gazetteer package has: short names of countries and false friends. Inhabitants are in `demonyms.py`, parts of
countries in `region_words.py`.

One line a country: its ISO 3166-1 code, then names separated by commas.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Short, older and informal names beside those of CLDR. Case counts: "US" is a country, "us" is not.
ALIASES = {
    "en": """
US USA, U.S., US, U.S.A., United States of America, America, Washington D.C., White House, Pentagon, Capitol Hill
GB UK, U.K., Britain, Great Britain, England, Scotland, Wales, Northern Ireland, Downing Street, Whitehall
AE UAE, U.A.E., Emirates
BA Bosnia, Bosnia and Herzegovina, Bosnia-Herzegovina
BN Brunei
CD Democratic Republic of the Congo, Democratic Republic of Congo, DR Congo, DRC, Congo-Kinshasa
CF Central African Republic
CG Republic of Congo, Republic of the Congo, Congo-Brazzaville
CI Ivory Coast, Cote d'Ivoire
CN People's Republic of China
CV Cape Verde
CZ Czech Republic, Czechia
FM Micronesia
GM Gambia, The Gambia
HK Hong Kong
KP North Korea, N. Korea, DPRK
KR South Korea, S. Korea, Republic of Korea, Korea
LA Laos
MK North Macedonia, Macedonia
MM Burma, Myanmar
MO Macau, Macao
NL Holland, The Netherlands
PS Palestine, Gaza, Gaza Strip, West Bank, Palestinian Authority
RU Russian Federation, Kremlin
SA Kingdom of Saudi Arabia
ST Sao Tome and Principe
SY Syria
SZ Swaziland, Eswatini
TL East Timor, Timor-Leste
TR Turkey, Turkiye
TT Trinidad and Tobago, Trinidad
TW Taiwan
TZ Tanzania
VA Vatican, Vatican City, Holy See
VN Vietnam, Viet Nam
XK Kosovo
""",
    "de": "US USA, Amerika\nGB Großbritannien, England, Schottland\nAE Emirate\nCZ Tschechien\nPS Gaza, Gazastreifen, "
    "Westjordanland\nRU Kreml\nNL Holland\nBA Bosnien\nBY Weißrussland, Belarus\nKP Nordkorea\nKR Südkorea\nCD Kongo",
    "fr": "US USA, Amérique\nGB Grande-Bretagne, Angleterre, Écosse\nPS Gaza, Cisjordanie\nRU Kremlin\nCZ Tchéquie\n"
    "BY Biélorussie\nAE Émirats\nCD RDC\nBA Bosnie\nNL Pays-Bas, Hollande\nMM Birmanie\nKP Corée du Nord\nKR Corée du Sud",
    "es": "US EE.UU., EEUU, EE. UU., USA, Estados Unidos\nGB Gran Bretaña, Inglaterra, Escocia\nPS Gaza, Cisjordania\n"
    "RU Kremlin\nNL Holanda\nCZ Chequia\nAE Emiratos\nBY Bielorrusia\nMM Birmania\nBA Bosnia",
    "pt": "US EUA, USA\nGB Grã-Bretanha, Inglaterra, Escócia\nPS Gaza, Cisjordânia\nRU Kremlin\nNL Holanda\nIR Irã, Irão",
    "it": "US USA, Stati Uniti, America\nGB Gran Bretagna, Inghilterra, Scozia\nPS Gaza, Cisgiordania\nRU Cremlino\nNL Olanda",
    "tr": "US ABD, Amerika\nGB İngiltere, Britanya, İskoçya\nPS Gazze, Filistin, Batı Şeria\nRU Kremlin\nAE BAE",
    "id": "US AS, Amerika\nGB Inggris, Skotlandia\nPS Gaza, Palestina, Tepi Barat\nRU Kremlin\nAE Uni Emirat Arab\nCN China, "
    "Tiongkok\nKR Korsel, Korea Selatan\nKP Korut, Korea Utara\nNL Belanda\nTR Turki",
    "ru": "US США, Америка\nGB Великобритания, Британия, Англия, Шотландия\nRU РФ, Россия, Кремль\nPS Газа, Палестина\n"
    "AE ОАЭ\nCN КНР, Китай\nKP КНДР\nDE ФРГ\nZA ЮАР\nBY Белоруссия, Беларусь\nMD Молдавия, Молдова\nKG Киргизия\n"
    "CF ЦАР\nSA Саудовская Аравия\nKR Южная Корея\nKP Северная Корея\nCZ Чехия\nNL Голландия",
    "uk": "US США, Америка\nGB Велика Британія, Британія, Англія\nRU РФ, Росія, Кремль\nPS Газа, Палестина\nAE ОАЕ\nCN КНР",
    "ar": "US أمريكا, أميركا, الولايات المتحدة الأمريكية, واشنطن\nGB بريطانيا, إنجلترا, اسكتلندا\nPS فلسطين, غزة, قطاع غزة, "
    "الضفة الغربية\nRU الكرملين\nAE الإمارات\nSA السعودية\nTR تركيا\nDE ألمانيا\nCD الكونغو الديمقراطية",
    "fa": "US آمریکا, امریکا, ایالات متحده\nGB انگلیس, انگلستان, بریتانیا\nPS فلسطین, غزه, نوار غزه, کرانه باختری\nRU کرملین\n"
    "AE امارات\nSA عربستان\nTR ترکیه",
    "ur": "US امریکہ, امریکا\nGB برطانیہ, انگلینڈ\nPS فلسطین, غزہ, مغربی کنارہ\nRU کریملن\nAE متحدہ عرب امارات, امارات\nTR ترکی, ترکیہ\n"
    "IN بھارت, ہندوستان, انڈیا\nSA سعودی عرب, سعودیہ",
    "hi": "US अमेरिका, अमरीका\nGB ब्रिटेन, इंग्लैंड\nPS फ़लस्तीन, फिलिस्तीन, गाज़ा, गाजा, वेस्ट बैंक\nRU क्रेमलिन\nAE यूएई\n"
    "TR तुर्की\nIN भारत, इंडिया, हिंदुस्तान",
    "ja": "US アメリカ, 米国, ワシントン, ホワイトハウス\nGB 英国, イギリス\nRU ロシア, クレムリン\nKR 韓国\nKP 北朝鮮\nCN 中国\nTW 台湾\n"
    "PS パレスチナ, ガザ, ヨルダン川西岸\nDE ドイツ\nFR フランス\nIN インド\nVN ベトナム\nUA ウクライナ",
    "ko": "US 미국\nGB 영국\nRU 러시아\nKP 북한\nKR 한국, 남한\nCN 중국\nTW 대만\nPS 팔레스타인, 가자지구, 가자 지구\nUA 우크라이나",
    "he": "US ארה״ב, ארצות הברית, אמריקה, וושינגטון\nGB בריטניה, אנגליה\nPS עזה, רצועת עזה, הגדה המערבית, הרשות הפלסטינית\n"
    "RU הקרמלין\nSA סעודיה",
    "zh": "US 美国, 美國, 美方, 白宫, 五角大楼\nGB 英国, 英國, 英格兰\nRU 俄罗斯, 俄方, 克里姆林宫, 俄国\nCN 中国, 中國, 中方, 北京当局\n"
    "PS 巴勒斯坦, 加沙, 约旦河西岸\nKR 韩国, 南韩\nKP 朝鲜, 北韩\nAE 阿联酋\nSA 沙特\nJP 日本, 日方\nIN 印度, 印方\nTW 台湾, 台灣, 台北\nHK 香港\nMO 澳门\n"
    "UA 乌克兰, 乌方\nIR 伊朗, 伊方\nIL 以色列, 以方\nPK 巴基斯坦, 巴方\nID 印度尼西亚, 印尼\nNE 尼日尔\nAU 澳大利亚, 澳洲",
}

# Phrases with a place's name in them that name no place; the longest match wins, so they swallow it.
NOT_PLACES = """
Swiss cheese, French horn, English breakfast, French press, French kiss, French bulldog, French bulldogs, Turkish bath, Turkish delight,
Russian roulette, Russian doll, Russian dolls, Chinese whispers, Chinese checkers, Greek yogurt, Greek yoghurt, Belgian waffle, Belgian waffles,
Irish coffee, Irish setter, Persian cat, Italian dressing, Mexican wave, Dutch oven, Spanish flu, German measles, Japanese knotweed,
Japanese encephalitis, Egyptian cotton, Canada goose, Canada geese, Canadian bacon, Welsh corgi, Scottish terrier, Afghan hound, Polish sausage,
Italian restaurant, Chinese restaurant, Indian restaurant, Thai restaurant, Mexican restaurant, Mexican food, Chinese food, Indian food,
Roma people, Korean War, Vietnam War, Spanish Civil War, Korean Peninsula, Brazil nut, Brazil nuts, Tasmanian devil,
New York Times, Washington Post, Washington Times, Times of India, Boston Globe, Los Angeles Times, Chicago Tribune, Moscow Times,
Jerusalem Post, Jakarta Post, Kyiv Independent, Kyiv Post, Bangkok Post, South China Morning Post, Financial Times London,
Japan Times, Korea Herald, Radio Free Europe, Voice of America, Deutsche Welle, Paris Agreement, Paris climate agreement,
Paris Saint-Germain, Vienna Convention, Geneva Convention, Geneva Conventions, Hague Convention, Budapest Memorandum,
Bank of America, Bank of England, Bank of China, American Airlines, British Airways, Turkish Airlines, Air India, Air China, Air France,
Qatar Airways, Air Canada, Indian Ocean, Gulf of Mexico, South China Sea, East China Sea, Sea of Japan, Persian Gulf, English Channel,
Latin America, South America, North America, Central America, Native American, Native Americans, African American, African Americans,
Latin American, South American, North American, Central American, American football, German shepherd, French fries, French toast,
French Open, US Open, U.S. Open, Australian Open, Brussels sprouts, London Stock Exchange, Manchester United, Manchester City,
Chelsea Football Club, Notre Dame, Boston Celtics, Boston Dynamics, Oxford University Press, Cambridge University Press, Stockholm syndrome,
Havana syndrome, Panama Papers, Turkey Day, Guinea pig, Guinea pigs, Cuban sandwich, Swiss Army knife, Danish pastry, Thai food,
Chinese New Year, Lake Victoria, Queen Victoria, Jersey City, New Jersey, Air Jordan, Michael Jordan, Jordan River, Silicon Valley,
Al-Qaeda in Iraq, Islamic State of Iraq and Syria, Islamic State in Iraq and Syria, Islamic State of Iraq and the Levant, China Daily,
Global Times China, BBC World Service, India Today, Hindustan Times, Dawn Karachi, Russia Today, Iran International, Arab News Riyadh
"""

# Names of places that are people's names as well: with a name beside them, or nothing that speaks for the place, they are.
PERSON_NAMES = _words(
    """jordan chad georgia paris london israel kenya sydney austin houston charlotte victoria madison lincoln washington
    berlin sofia florence dakota carolina virginia adelaide chelsea brooklyn santiago milan india china ireland holland
    england jackson cleveland orlando phoenix bristol valencia santos rosario leon mali cuba trinidad salvador diego
    dallas denver hamilton kingston georgetown carson clinton warren lancaster lawrence bradford preston carlisle
    salisbury york kent chester lima vienna roma geneva lyon camden hudson raleigh logan kelowna wellington nelson
    napier darwin newman stanley francis jose luis juan maria cristobal fernando francisco antonio carlos alexandria
    augusta savannah asia africa america britain irving arlington garland anderson columbia troy tyler reading marion
    casey bryan francistown elizabeth gary eugene aurora norman lakewood clayton burton sutton walker hayward
    murphy dillon turner mercer sandy evans beverly melissa"""
)
# Given names that open a sentence as no other word does: "Jack London wrote" names no town.
GIVEN_NAMES = _words(
    """james john robert michael david william richard joseph thomas charles christopher daniel matthew anthony donald
    steven stephen andrew paul joshua kenneth kevin brian timothy ronald jason jeffrey jeff jacob nicholas eric jonathan
    larry justin scott brandon benjamin samuel gregory alexander patrick jack dennis jerry adam nathan henry douglas peter
    zachary kyle noah ethan jeremy keith roger gerald carl harold lawrence arthur albert joe billy bruce gabriel ralph roy
    louis philip phillip vincent bobby johnny jimmy tom tim jim bob mike dave steve chris dan ben sam nick tony alex
    lewis irving denzel isaac oscar martin simon stuart graham ian neil nigel trevor colin alan derek mary patricia jennifer linda
    barbara susan jessica sarah karen lisa nancy betty sandra margaret ashley kimberly emily donna michelle carol amanda
    deborah stephanie rebecca laura sharon cynthia kathleen amy angela anna emma nicole helen samantha katherine catherine
    christine debra rachel janet maria heather diane julie joyce kelly christina joan judith olivia cheryl megan andrea
    hannah jacqueline martha gloria teresa sara janice julia judy theresa anne denise marilyn amber danielle diana
    abigail lauren kate jane alice claire fiona hans klaus jürgen stefan thomas wolfgang andreas jean pierre michel
    philippe jacques françois antoine miguel pedro pablo javier alejandro rafael giovanni giuseppe marco luca paolo
    ivan dmitri sergei vladimir mikhail mohammed mohammad muhammad ahmed ali omar hassan hussein"""
)
# Countries among them that need something else that speaks for them: a neighbour, a city, an inhabitant. Mali is
# "financial" in Arabic and Persian, Benin "sons".
NEEDS_SUPPORT = frozenset(["chad", "jordan", "georgia", "guinea", "jersey", "turkey", "male", "مالی", "بنین"])
# Places whose name is an everyday word, in English or another language: only a country behind them makes them a place.
COMMON_WORDS = _words(
    """reading bath mobile nice split of most best born bar male tours lens orange nancy hull deal sandwich battle rugby
    ware wells sale wash barking rye ash hope eye beer street sandy liberty independence union enterprise police march
    may august central north south east west university college bay beach park hill lake mission surprise bend
    normal date page man as us un la el las los come van mar are die der das und san santa st saint sur
    este norte centro puerto villa nova porto bo ho mo vin ora pau sens vire laval brest angers vienne valence deux
    cannes essen singen celle lage regen wedel hagen halle hamm hof worms siegen lauf ulm rom trier marl minden
    toledo leon sur union salta plata rivera paz cruz luz palmas zapata guerrero progreso esperanza concordia victoria
    battambang bam dar ar is its for ta to ye hit the time china grove salt spring green red white black young king
    bishop crosby waterloo imperial commerce industry ambler ocean cash gold golden silver diamond star sun
    sunrise pearl rock rocky ford banks marathon olympia olympic corona bergamot cologne champagne
    bordeaux cork vista mary hub commonwealth springs settlement kennedy moreno garcia gonzalez martinez lopez gap nome ness barry batman bor van muş ordu rize kilis"""
)

# What may stand beside a place's name with a capital and leaves it a place.
PLACE_NEIGHBOURS = _words(
    """police court airport university governor mayor government province district city region county hospital
    port lake mount sea parliament embassy ministry minister president prime foreign military army navy forces state states metro
    summit talks station stadium cathedral mosque church river valley island islands bay gulf border council
    municipality prefecture oblast zoo bridge prison jail cantonment division base northern southern eastern
    western north south east west central greater downtown upper lower old new monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december
    in on at from to for and or as after before but when while where the a an bureau correspondent time
    ambassador consulate attack blast bombing war crisis election vote protest protests"""
)
# Words before a name that say that a place follows, in the languages that have capitals.
PLACE_PREPOSITIONS = _words(
    """in from to near at across around outside inside into throughout via toward towards leaving reached visit visiting
    within against between over of
    aus nach bei von vor im à de en au du des desde hacia a di da nel em no na в из на под во до к от у через
    ke dari з у від до"""
)
# Words that say that "Georgia" is the state.
STATE_WORDS = _words(
    "governor gov legislature county sheriff congressman congresswoman senator republican republicans democrat democrats gop"
)
# Words that say that "Turkey" is on the table.
KITCHEN_WORDS = _words(
    "thanksgiving roast stuffing recipe recipes gravy poultry oven dinner bird birds flock cooked sandwich breast"
)
TITLES = _words(
    """mr mrs ms miss dr sir lord lady dame judge justice sen senator rep representative gov capt captain col colonel gen
    general sgt sergeant officer detective coach king queen prince princess st saint"""
)
