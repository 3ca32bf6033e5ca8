"""What no gazetteer package has: short names, demonyms in the languages of the topics, regions, and false friends.

One line a country: its ISO 3166-1 code, then names separated by commas. Demonyms are given as stems where the language
bends its adjectives; `DEMONYM_ENDINGS` says how.
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
KP North Korea, DPRK
KR South Korea, Republic of Korea
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
    "zh": "US 美国, 美國, 美方, 白宫, 五角大楼\nGB 英国, 英國, 英格兰\nRU 俄罗斯, 俄方, 克里姆林宫, 俄国\nCN 中国, 中國, 中方, 北京当局\n"
    "PS 巴勒斯坦, 加沙, 约旦河西岸\nKR 韩国, 南韩\nKP 朝鲜, 北韩\nAE 阿联酋\nSA 沙特\nJP 日本, 日方\nIN 印度, 印方\nTW 台湾\nHK 香港\nMO 澳门\n"
    "UA 乌克兰, 乌方\nIR 伊朗, 伊方\nIL 以色列, 以方\nPK 巴基斯坦, 巴方\nID 印度尼西亚, 印尼\nNE 尼日尔\nAU 澳大利亚, 澳洲",
}

# Adjectives and inhabitants. English has them whole; the others as stems.
DEMONYMS = {
    "en": """
US American, Americans
GB British, Briton, Britons, Scottish, Welsh
AF Afghan, Afghans
AL Albanian, Albanians
AM Armenian, Armenians
AE Emirati, Emiratis
AO Angolan, Angolans
AR Argentine, Argentinian, Argentinians, Argentines
AT Austrian, Austrians
AU Australian, Australians
AZ Azerbaijani, Azerbaijanis, Azeri
BA Bosnian, Bosnians
BD Bangladeshi, Bangladeshis
BE Belgian, Belgians
BF Burkinabe
BG Bulgarian, Bulgarians
BH Bahraini, Bahrainis
BI Burundian, Burundians
BJ Beninese
BO Bolivian, Bolivians
BR Brazilian, Brazilians
BW Botswanan
BY Belarusian, Belarusians
CA Canadian, Canadians
CD Congolese
CH Swiss
CI Ivorian, Ivorians
CL Chilean, Chileans
CM Cameroonian, Cameroonians
CN Chinese
CO Colombian, Colombians
CR Costa Rican, Costa Ricans
CU Cuban, Cubans
CY Cypriot, Cypriots
CZ Czech, Czechs
DE German, Germans
DK Danish, Danes
DO Dominican, Dominicans
DZ Algerian, Algerians
EC Ecuadorian, Ecuadorians, Ecuadorean
EE Estonian, Estonians
EG Egyptian, Egyptians
ER Eritrean, Eritreans
ES Spanish, Spaniard, Spaniards
ET Ethiopian, Ethiopians
FI Finnish, Finns
FJ Fijian, Fijians
FR French, Frenchman
GE Georgian, Georgians
GH Ghanaian, Ghanaians
GR Greek, Greeks
GT Guatemalan, Guatemalans
HN Honduran, Hondurans
HR Croatian, Croatians, Croat, Croats
HT Haitian, Haitians
HU Hungarian, Hungarians
ID Indonesian, Indonesians
IE Irish
IL Israeli, Israelis
IN Indian, Indians
IQ Iraqi, Iraqis
IR Iranian, Iranians
IS Icelandic, Icelanders
IT Italian, Italians
JM Jamaican, Jamaicans
JO Jordanian, Jordanians
JP Japanese
KE Kenyan, Kenyans
KG Kyrgyz
KH Cambodian, Cambodians
KP North Korean, North Koreans
KR South Korean, South Koreans
KW Kuwaiti, Kuwaitis
KZ Kazakh, Kazakhs, Kazakhstani
LA Lao, Laotian
LB Lebanese
LK Sri Lankan, Sri Lankans
LR Liberian, Liberians
LT Lithuanian, Lithuanians
LV Latvian, Latvians
LY Libyan, Libyans
MA Moroccan, Moroccans
MD Moldovan, Moldovans
ME Montenegrin, Montenegrins
MG Malagasy
MK Macedonian, Macedonians
ML Malian, Malians
MM Burmese
MN Mongolian, Mongolians
MT Maltese
MV Maldivian, Maldivians
MW Malawian, Malawians
MX Mexican, Mexicans
MY Malaysian, Malaysians
MZ Mozambican, Mozambicans
NA Namibian, Namibians
NE Nigerien, Nigeriens
NG Nigerian, Nigerians
NI Nicaraguan, Nicaraguans
NL Dutch, Dutchman
NO Norwegian, Norwegians
NP Nepali, Nepalis, Nepalese
NZ New Zealander, New Zealanders
OM Omani, Omanis
PA Panamanian, Panamanians
PE Peruvian, Peruvians
PG Papuan, Papua New Guinean
PH Filipino, Filipinos, Philippine
PK Pakistani, Pakistanis
PL Polish, Pole, Poles
PS Palestinian, Palestinians, Gazan, Gazans
PT Portuguese
PY Paraguayan, Paraguayans
QA Qatari, Qataris
RO Romanian, Romanians
RS Serbian, Serbians, Serb, Serbs
RU Russian, Russians
RW Rwandan, Rwandans
SA Saudi, Saudis
SD Sudanese
SE Swedish, Swedes
SG Singaporean, Singaporeans
SI Slovenian, Slovenians
SK Slovak, Slovaks
SL Sierra Leonean
SN Senegalese
SO Somali, Somalis
SS South Sudanese
SV Salvadoran, Salvadorans
SY Syrian, Syrians
TD Chadian, Chadians
TG Togolese
TH Thai, Thais
TJ Tajik, Tajiks
TM Turkmen
TN Tunisian, Tunisians
TR Turkish, Turks
TW Taiwanese
TZ Tanzanian, Tanzanians
UA Ukrainian, Ukrainians
UG Ugandan, Ugandans
UY Uruguayan, Uruguayans
UZ Uzbek, Uzbeks
VE Venezuelan, Venezuelans
VN Vietnamese
XK Kosovar, Kosovars
YE Yemeni, Yemenis
ZA South African, South Africans
ZM Zambian, Zambians
ZW Zimbabwean, Zimbabweans
""",
    "de": "US amerikanisch, US-amerikanisch\nGB britisch\nRU russisch\nUA ukrainisch\nCN chinesisch\nFR französisch\nDE deutsch\n"
    "IL israelisch\nPS palästinensisch\nIR iranisch\nIQ irakisch\nSY syrisch\nTR türkisch\nPK pakistanisch\nIN indisch\n"
    "AF afghanisch\nPL polnisch\nIT italienisch\nES spanisch\nAT österreichisch\nCH schweizerisch\nJP japanisch\nEG ägyptisch\n"
    "SA saudisch\nNL niederländisch\nSE schwedisch\nHU ungarisch\nBY belarussisch\nGR griechisch\nNG nigerianisch",
    "fr": "US américain\nGB britannique\nRU russe\nUA ukrainien\nCN chinois\nFR français\nDE allemand\nIL israélien\nPS palestinien\n"
    "IR iranien\nIQ irakien\nSY syrien\nTR turc, turque\nPK pakistanais\nIN indien\nAF afghan\nES espagnol\nIT italien\nBE belge\n"
    "CH suisse\nJP japonais\nEG égyptien\nSA saoudien\nDZ algérien\nMA marocain\nTN tunisien\nML malien\nSN sénégalais\nLB libanais",
    "es": "US estadounidense, norteamerican\nGB británic\nRU rus\nUA ucranian\nCN chin\nFR francés, frances\nDE alemán, aleman\n"
    "IL israelí\nPS palestin\nIR iraní\nIQ iraquí\nSY siri\nTR turc\nPK pakistaní\nIN indi\nAF afgan\nES español\nIT italian\n"
    "MX mexican\nAR argentin\nCO colombian\nVE venezolan\nCU cuban\nCL chilen\nPE peruan\nBR brasileñ\nMA marroquí\nEC ecuatorian",
    "pt": "US americano, norte-americano\nGB britânico\nRU russo\nUA ucraniano\nCN chinês\nBR brasileiro\nPT português\nIL israelense\n"
    "IR iraniano\nFR francês\nDE alemão",
    "it": "US american, statunitens\nGB britannic\nRU russ\nUA ucrain\nCN cines\nIL israelian\nPS palestines\nIR iranian\nFR frances\n"
    "DE tedesc\nIT italian",
    "tr": "US Amerikan, Amerikalı\nGB İngiliz\nRU Rus\nUA Ukraynalı\nCN Çinli\nTR Türk\nIL İsrailli\nPS Filistinli\nIR İranlı\n"
    "SY Suriyeli\nIQ Iraklı\nDE Alman\nFR Fransız\nGR Yunan\nPK Pakistanlı\nAZ Azerbaycanlı",
    "ru": "US американск\nGB британск, английск\nRU российск, русск\nUA украинск\nCN китайск\nFR французск\nDE немецк, германск\n"
    "IL израильск\nPS палестинск\nIR иранск\nIQ иракск\nSY сирийск\nTR турецк\nPK пакистанск\nIN индийск\nAF афганск\nPL польск\n"
    "BY белорусск\nKZ казахстанск\nGE грузинск\nAM армянск\nAZ азербайджанск\nUZ узбекск\nJP японск\nIT итальянск\nES испанск",
    "uk": "US американськ\nGB британськ\nRU російськ\nUA українськ\nCN китайськ\nPL польськ\nDE німецьк\nFR французьк\nIL ізраїльськ",
    "ar": "US أمريكي, أميركي\nGB بريطاني\nRU روسي\nUA أوكراني\nCN صيني\nFR فرنسي\nDE ألماني\nIL إسرائيلي\nPS فلسطيني\nIR إيراني\n"
    "IQ عراقي\nSY سوري\nTR تركي\nPK باكستاني\nIN هندي\nAF أفغاني\nEG مصري\nSA سعودي\nAE إماراتي\nLB لبناني\nJO أردني\nYE يمني\n"
    "SD سوداني\nLY ليبي\nTN تونسي\nDZ جزائري\nMA مغربي\nQA قطري\nKW كويتي",
    "fa": "US آمریکایی, امریکایی\nGB انگلیسی, بریتانیایی\nRU روسی, روس\nUA اوکراینی\nCN چینی\nIL اسرائیلی\nPS فلسطینی\nIR ایرانی\n"
    "IQ عراقی\nSY سوری\nAF افغان, افغانستانی\nPK پاکستانی\nIN هندی\nFR فرانسوی\nDE آلمانی\nSA سعودی",
    "ur": "US امریکی\nGB برطانوی\nRU روسی\nUA یوکرینی\nCN چینی\nIL اسرائیلی\nPS فلسطینی\nIR ایرانی\nIQ عراقی\nSY شامی\nAF افغان, افغانی\n"
    "PK پاکستانی\nIN بھارتی\nFR فرانسیسی\nDE جرمن\nSA سعودی",
    "hi": "US अमेरिकी, अमरीकी\nGB ब्रिटिश\nRU रूसी\nUA यूक्रेनी\nIL इसराइली, इज़रायली\nPS फ़लस्तीनी, फिलिस्तीनी\nIR ईरानी\nIQ इराक़ी\n"
    "AF अफ़ग़ान, अफगान\nPK पाकिस्तानी\nIN भारतीय\nFR फ्रांसीसी\nBD बांग्लादेशी\nNP नेपाली",
}
DEMONYM_ENDINGS = {
    "de": ("", "e", "en", "er", "es", "em"),
    "fr": ("", "e", "s", "es", "ne", "nes"),
    "es": ("", "o", "a", "os", "as", "s", "es"),
    "pt": ("", "s"),
    "it": ("o", "a", "i", "e", "he", "hi"),
    "ru": ("ий", "ая", "ое", "ие", "ого", "ому", "им", "ом", "ой", "ую", "их", "ими"),
    "uk": ("ий", "а", "е", "і", "ого", "ому", "им", "ої", "ою", "ій", "у", "их", "ими"),
    "ar": ("", "ة", "ين", "ون", "ا"),
}
LOWERCASE_DEMONYMS = frozenset(["de", "fr", "es", "pt", "it", "ru", "uk"])  # adjectives without a capital

# Parts of countries that the news names like places. States of the USA come from the gazetteer.
REGIONS = """
CA Alberta, British Columbia, Ontario, Quebec, Québec, Nova Scotia, Manitoba, Saskatchewan
AU New South Wales, Queensland, Tasmania, Northern Territory, Western Australia
CN Xinjiang, Tibet, Inner Mongolia, Sichuan, Guangdong, Yunnan, Fujian, Hubei, Zhejiang
IN Kashmir, Jammu and Kashmir, Manipur, Kerala, Uttar Pradesh, Bihar, Gujarat, Maharashtra, West Bengal, Tamil Nadu, Assam
PK Balochistan, Khyber Pakhtunkhwa, Sindh, Waziristan, North Waziristan, South Waziristan, Gilgit-Baltistan
RU Chechnya, Dagestan, Siberia, Kamchatka, Tatarstan, Ingushetia, Belgorod, Kaliningrad
UA Crimea, Donbas, Donbass, Donetsk, Luhansk, Zaporizhzhia, Kherson, Transcarpathia
GE Abkhazia, South Ossetia
AZ Nagorno-Karabakh
SY Idlib, Rojava, Golan Heights
IQ Iraqi Kurdistan, Anbar, Nineveh
ES Catalonia, Basque Country, Andalusia, Galicia
DE Bavaria, Saxony, Thuringia, Brandenburg, Bayern, Sachsen, Thüringen, Nordrhein-Westfalen, Niedersachsen, Hessen
FR Brittany, Normandy, Corsica, Provence
IT Sicily, Sardinia, Tuscany, Lombardy, Piedmont
NG Borno, Kaduna, Zamfara, Katsina
ET Tigray, Amhara, Oromia
SD Darfur, North Darfur, Kordofan
CD North Kivu, South Kivu, Ituri
MZ Cabo Delgado
MM Rakhine, Shan State, Kachin
PH Mindanao, Luzon
ID Papua, Aceh, Sumatra, Sulawesi, Kalimantan, Bali
JP Hokkaido, Okinawa, Kyushu
TR Anatolia
MX Chiapas, Sinaloa, Oaxaca, Michoacan, Jalisco, Baja California
SO Puntland, Somaliland, Jubaland
BE Flanders, Wallonia
GB Cornwall, Yorkshire, Kent, Essex, Wales
"""

# Names of cities beside GeoNames' English ones. Other languages take theirs from GeoNames, in which "Sophia" is a city.
CITY_ALIASES = """
UA Kyiv: Kiev
UA Odesa: Odessa
UA Kharkiv: Kharkov
IN Mumbai: Bombay
IN Kolkata: Calcutta
IN Chennai: Madras
IN Bengaluru: Bangalore
CN Beijing: Peking
CN Guangzhou: Canton
MM Yangon: Rangoon
VN Ho Chi Minh City: Saigon
TR Istanbul: Constantinople
KZ Astana: Nur-Sultan
US New York City: New York
MX Mexico City: Ciudad de México
CH Genève: Geneva
CH Zürich: Zurich
DE Köln: Cologne
DE Munich: München
"""

# Phrases with a place's name in them that name no place; the longest match wins, so they swallow it.
NOT_PLACES = """
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
# Countries among them that need something else that speaks for them: a neighbour, a city, an inhabitant.
NEEDS_SUPPORT = frozenset(["chad", "jordan", "georgia", "guinea", "jersey", "dominica", "turkey", "male"])
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
# Words that say that "Turkey" is on the table.
KITCHEN_WORDS = _words(
    "thanksgiving roast stuffing recipe recipes gravy poultry oven dinner bird birds flock cooked sandwich breast"
)
TITLES = _words(
    """mr mrs ms miss dr sir lord lady dame judge justice sen senator rep representative gov capt captain col colonel gen
    general sgt sergeant officer detective coach king queen prince princess st saint"""
)
