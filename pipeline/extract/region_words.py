"""Parts of countries that the news names like places, and cities by the names that other languages give them.

Countries are parted by semicolons: an ISO 3166-1 code, then names separated by commas. States of the USA come from the
gazetteer. A name that is an everyday word or a person's, or that half the world's countries have ("Central", "Northern
Province"), is left out: it would find more than it names.
"""

from __future__ import annotations

import re

REGIONS = """
CA Alberta, British Columbia, Ontario, Quebec, Québec, Nova Scotia, Manitoba, Saskatchewan, New Brunswick, Newfoundland,
Prince Edward Island, Yukon, Nunavut, Northwest Territories; US New England, Midwest, Appalachia, Gulf Coast, Bay Area,
Silicon Valley, Long Island, Cape Cod, Everglades; AU New South Wales, Queensland, Tasmania, Northern Territory,
Western Australia, South Australia; NZ Otago, Waikato, North Island, South Island;
CN Xinjiang, Tibet, Inner Mongolia, Sichuan, Guangdong, Yunnan, Fujian, Hubei, Zhejiang, Hunan, Henan, Hebei, Shandong,
Shanxi, Shaanxi, Jiangsu, Jiangxi, Anhui, Guangxi, Guizhou, Gansu, Qinghai, Ningxia, Hainan, Heilongjiang, Jilin, Liaoning;
IN Kashmir, Jammu and Kashmir, Manipur, Kerala, Uttar Pradesh, Bihar, Gujarat, Maharashtra, West Bengal, Tamil Nadu, Assam,
Punjab, Haryana, Rajasthan, Madhya Pradesh, Andhra Pradesh, Telangana, Karnataka, Odisha, Orissa, Jharkhand, Chhattisgarh,
Uttarakhand, Himachal Pradesh, Goa, Nagaland, Mizoram, Meghalaya, Tripura, Arunachal Pradesh, Sikkim, Ladakh;
PK Balochistan, Baluchistan, Khyber Pakhtunkhwa, Sindh, Punjab, Waziristan, North Waziristan, South Waziristan,
Gilgit-Baltistan, Bajaur, Khyber, Kurram, Swat Valley, Azad Kashmir;
AF Helmand, Nangarhar, Kunar, Badakhshan, Panjshir, Paktika, Paktia, Khost, Farah province, Uruzgan, Zabul, Badghis, Faryab,
Takhar, Nuristan, Laghman, Parwan, Logar, Wardak, Bamiyan, Nimroz, Jowzjan, Sar-e Pol;
BD Cox's Bazar, Sylhet, Chittagong Hill Tracts; LK Jaffna; NP Kathmandu Valley;
RU Chechnya, Dagestan, Siberia, Kamchatka, Tatarstan, Ingushetia, Belgorod, Kaliningrad, Bashkortostan, Kursk, Bryansk, Rostov,
Krasnodar, Sakhalin, Yakutia, North Ossetia, Kabardino-Balkaria, Chukotka, Altai, Buryatia;
UA Crimea, Donbas, Donbass, Donetsk, Luhansk, Zaporizhzhia, Kherson, Transcarpathia, Zakarpattia, Galicia and Volhynia, Bukovina;
BY Polesia; MD Transnistria, Gagauzia; GE Abkhazia, South Ossetia, Adjara; AZ Nagorno-Karabakh, Nakhchivan; UZ Karakalpakstan;
TJ Gorno-Badakhshan; SY Idlib, Rojava, Golan Heights, Deir ez-Zor, Deir Ezzor, Raqqa, Hasakah, Daraa, Sweida, Suwayda, Latakia;
IQ Iraqi Kurdistan, Anbar, Nineveh, Diyala, Kirkuk, Salahuddin, Dhi Qar; IR Khuzestan, Sistan and Baluchestan,
Sistan-Baluchestan, Kermanshah, Isfahan province; LB Bekaa, Bekaa Valley; YE Hadramout, Hadramawt, Marib, Saada, Hodeidah, Shabwa,
Abyan, Socotra; SA Hejaz, Asir; EG Sinai, Sinai Peninsula, North Sinai, Upper Egypt; LY Cyrenaica, Tripolitania, Fezzan;
IL Negev, Galilee; PS East Jerusalem; ES Catalonia, Basque Country, Andalusia, Galicia, Canary Islands, Balearic Islands, Aragon,
Extremadura, Asturias, Castile; PT Algarve, Azores, Madeira, Alentejo; DE Bavaria, Saxony, Thuringia, Brandenburg, Bayern, Sachsen,
Thüringen, Nordrhein-Westfalen, Niedersachsen, Hessen, Saxony-Anhalt, Sachsen-Anhalt, Lower Saxony, North Rhine-Westphalia,
Baden-Württemberg, Schleswig-Holstein, Mecklenburg-Vorpommern, Rheinland-Pfalz, Rhineland-Palatinate, Saarland, Ruhr;
AT Tyrol, Tirol, Carinthia, Kärnten, Styria, Steiermark, Vorarlberg, Burgenland, Niederösterreich, Oberösterreich, Lower Austria,
Upper Austria; CH Ticino, Valais, Graubünden, Thurgau, Aargau; FR Brittany, Normandy, Corsica, Provence, Alsace,
Picardy, Occitanie, Savoie, Dordogne, Île-de-France; IT Sicily, Sardinia, Tuscany, Lombardy, Piedmont, Calabria,
Apulia, Puglia, Umbria, Liguria, Emilia-Romagna, Friuli, Abruzzo, South Tyrol, Lampedusa; BE Flanders, Wallonia;
NL Zeeland, Friesland, Limburg, Groningen; GB Cornwall, Yorkshire, Kent, Essex, Wales, Lancashire, Cumbria, Northumberland,
Merseyside, Greater Manchester, West Midlands, East Anglia, Sussex, Hampshire, Shetland, Orkney, Hebrides, Scottish Highlands, Ulster;
IE Connacht, Leinster, County Cork, County Kerry, County Donegal; DK Jutland; NO Svalbard, Finnmark;
SE Scania, Skåne, Gotland, Norrbotten; FI Lapland, Åland; PL Silesia, Pomerania, Masuria, Podlasie; CZ Bohemia, Moravia;
RO Transylvania, Wallachia; RS Vojvodina; HR Dalmatia, Istria; BA Republika Srpska; GR Crete, Thrace, Peloponnese, Lesbos, Evros; TR Anatolia, Hatay, Hakkari, Sirnak; CY Northern Cyprus; NG Borno, Kaduna, Zamfara, Katsina, Adamawa, Yobe, Sokoto, Kebbi,
Benue, Kogi, Taraba, Nasarawa, Bauchi, Gombe, Niger Delta, Niger State, Rivers State, Akwa Ibom, Ondo State, Anambra, Imo State;
ET Tigray, Amhara, Oromia, Afar region, Gambella, Ogaden; SD Darfur, North Darfur, South Darfur, West Darfur, Kordofan,
North Kordofan, South Kordofan, Blue Nile state, Gezira state; SS Upper Nile, Equatoria, Jonglei, Bahr el Ghazal;
CD North Kivu, South Kivu, Kivu, Ituri, Katanga, Kasai, Tanganyika province; CF Vakaga, Haute-Kotto; MZ Cabo Delgado, Nampula,
Zambezia; AO Cabinda; ML Azawad, Kidal, Gao region, Mopti, Menaka; BF Soum, Oudalan; NE Tillabéri, Tillaberi, Diffa region; CM Anglophone
Cameroon, Ambazonia; SN Casamance; KE Garissa, Lamu County, Turkana, Mandera; UG Karamoja, Acholiland; TZ Zanzibar, Pemba;
SO Puntland, Somaliland, Jubaland, Lower Shabelle, Middle Shabelle; ZA Gauteng, KwaZulu-Natal, Western Cape, Eastern Cape,
Limpopo, Mpumalanga; ZW Matabeleland; MA Western Sahara; DZ Kabylie, Kabylia; MM Rakhine, Shan State, Kachin, Kayah, Karen State,
Kayin, Chin State, Sagaing, Magway; TH Isan, Pattani, Narathiwat, Yala province; PH Mindanao, Luzon, Visayas, Basilan, Bangsamoro,
Palawan, Leyte, Cebu; ID Papua, West Papua, Aceh, Sumatra, Sulawesi, Kalimantan, Bali, Maluku, Lombok;
MY Sarawak, Johor, Penang, Kelantan, Terengganu; VN Mekong Delta; KP North Hamgyong; KR Jeju, Gangwon, Gyeonggi;
JP Hokkaido, Okinawa, Kyushu, Honshu, Shikoku, Tohoku; MX Chiapas, Sinaloa, Oaxaca, Michoacan, Michoacán, Jalisco, Baja California,
Quintana Roo, Tamaulipas, Nuevo León, Nuevo Leon, Yucatan, Yucatán, Sonora, Zacatecas, Guanajuato, Coahuila; CO Cauca,
Antioquia, Catatumbo, Arauca, Putumayo, Norte de Santander; VE Zulia, Táchira; EC Esmeraldas province, Galápagos, Galapagos;
PE Cusco, Loreto region, Ayacucho; BR Mato Grosso, Minas Gerais, Rio Grande do Sul, Bahia, Pernambuco, Paraná, Rondônia,
Santa Catarina; AR Tierra del Fuego; CL Araucanía, Atacama
"""

# The same in the languages that have their own words for them. English names are found in all Latin texts.
REGIONS_OF = {
    "de": "DE Ruhrgebiet, Allgäu; UA Krim, Region Charkiw; RU Tschetschenien, Sibirien; IT Südtirol, Sizilien, Toskana, Lombardei, "
    "Sardinien; FR Bretagne, Elsass, Korsika; ES Katalonien, Andalusien, Baskenland, Mallorca; AT Kärnten, Burgenland; CN Tibet; "
    "BE Flandern, Wallonien; PL Schlesien; RO Siebenbürgen; IQ Nordirak; SY Nordsyrien; CD Nordkivu, Südkivu; GE Südossetien; "
    "MD Transnistrien; AZ Bergkarabach; GB Schottisches Hochland",
    "fr": "FR Bretagne, Normandie, Corse, Alsace, Bourgogne, Gironde, Vendée, Moselle, Hérault, Var, Isère, Seine-Saint-Denis, "
    "Nouvelle-Aquitaine, Auvergne-Rhône-Alpes, Hauts-de-France, Grand Est; UA Crimée; RU Tchétchénie, Sibérie; ES Catalogne, "
    "Andalousie; IT Sicile, Sardaigne, Lombardie, Toscane; BE Flandre, Wallonie; CA Ontario, Colombie-Britannique; CD Nord-Kivu, "
    "Sud-Kivu; ET Tigré; SD Darfour; DE Bavière, Saxe; AZ Haut-Karabakh; GE Abkhazie; SY Golan; EG Sinaï; IN Cachemire",
    "es": "ES Cataluña, Andalucía, País Vasco, Galicia, Castilla y León, Comunidad Valenciana, Aragón, Navarra, Canarias, Baleares, "
    "Murcia; UA Crimea, Donbás; RU Chechenia, Siberia; MX Ciudad de México, Estado de México; IT Sicilia, Lombardía, Toscana; "
    "FR Bretaña, Normandía, Córcega; DE Baviera, Sajonia; CN Sinkiang; IN Cachemira; EG Sinaí; BE Flandes; US Nueva Inglaterra",
    "it": "IT Sicilia, Sardegna, Toscana, Lombardia, Piemonte, Veneto, Emilia-Romagna, Campania, Lazio, Alto Adige, Trentino; "
    "UA Crimea; RU Cecenia, Siberia; DE Baviera; FR Bretagna, Normandia, Corsica; ES Catalogna, Andalusia; EG Sinai",
    "pt": "UA Crimeia; RU Chechênia, Sibéria; PT Algarve, Açores, Madeira, Alentejo; ES Catalunha, Andaluzia; BR Amazonas, Ceará, "
    "Maranhão, Goiás, Distrito Federal; AO Cabinda",
    "tr": "TR Anadolu, Güneydoğu Anadolu; UA Kırım, Donbas; RU Çeçenistan; AZ Dağlık Karabağ; SY İdlib, Halep, Rakka; IQ Kerkük, "
    "Kuzey Irak; CN Doğu Türkistan, Sincan; IN Keşmir",
    "ru": "UA Крым, Донбасс, Запорожская область, Херсонская область, Донецкая область, Луганская область, Харьковская область, "
    "Сумская область, Одесская область, Киевская область, Днепропетровская область; RU Чечня, Дагестан, Ингушетия, Татарстан, "
    "Башкирия, Башкортостан, Сибирь, Камчатка, Кубань, Приморье, Якутия, Подмосковье, Урал, Белгородская область, Курская область, "
    "Брянская область, Московская область, Ленинградская область, Ростовская область, Самарская область, Свердловская область, "
    "Саратовская область, Тульская область, Воронежская область, Орловская область, Калининградская область, Краснодарский край, "
    "Ставропольский край, Пермский край, Хабаровский край, Приморский край, Красноярский край; GE Абхазия, Южная Осетия; "
    "AZ Карабах, Нагорный Карабах; MD Приднестровье; AF Гильменд; SY Идлиб; CN Тибет, Синьцзян; PK Белуджистан, Пенджаб, Синд; "
    "IN Кашмир; DE Бавария; ES Каталония; IT Сицилия",
    "uk": "UA Крим, Донбас, Закарпаття, Буковина, Київщина, Харківщина, Херсонщина, Сумщина, Полтавщина, Запорізька область, "
    "Донецька область, Луганська область, Харківська область, Сумська область, Херсонська область; RU Бєлгородська область, "
    "Курська область, Брянська область, Чечня, Сибір",
    "ar": "SY إدلب, الحسكة, درعا, السويداء, الجولان, دير الزور; IQ الأنبار, نينوى, ديالى, كركوك, إقليم كردستان, ذي قار; "
    "YE حضرموت, مأرب, صعدة, الحديدة, شبوة, أبين; EG سيناء, شمال سيناء; LB البقاع; SD دارفور, شمال دارفور, كردفان; "
    "MA الصحراء الغربية; UA القرم, دونباس; RU الشيشان; CN شينجيانغ; IN كشمير; ET تيغراي; IL النقب",
    "fa": "IR خوزستان, سیستان و بلوچستان, کردستان, آذربایجان شرقی, آذربایجان غربی, خراسان رضوی, مازندران, گیلان, لرستان, هرمزگان, "
    "بوشهر; AF هلمند, ننگرهار, پنجشیر, بدخشان, کنر; IQ اقلیم کردستان; PK بلوچستان پاکستان; UA کریمه, دونباس; SY ادلب; AZ قره‌باغ",
    "ur": "PK بلوچستان, خیبر پختونخوا, پنجاب, سندھ, گلگت بلتستان, وزیرستان, شمالی وزیرستان, جنوبی وزیرستان, باجوڑ, سوات, آزاد کشمیر; "
    "IN کشمیر, مقبوضہ کشمیر, منی پور, گجرات, اتر پردیش; AF ننگرہار, ہلمند; UA کریمیا",
    "hi": "IN उत्तर प्रदेश, बिहार, गुजरात, महाराष्ट्र, पंजाब, हरियाणा, राजस्थान, मध्य प्रदेश, पश्चिम बंगाल, तमिलनाडु, केरल, कर्नाटक, तेलंगाना, "
    "आंध्र प्रदेश, ओडिशा, झारखंड, छत्तीसगढ़, उत्तराखंड, हिमाचल प्रदेश, असम, मणिपुर, जम्मू-कश्मीर, कश्मीर, लद्दाख; PK बलूचिस्तान, सिंध, "
    "खैबर पख्तूनख्वा; UA क्रीमिया, डोनबास; CN तिब्बत, शिनजियांग",
    "zh": "CN 新疆, 西藏, 内蒙古, 內蒙古, 四川, 广东, 廣東, 云南, 雲南, 福建, 湖北, 湖南, 浙江, 河南, 河北, 山东, 山東, 山西, 陕西, 陝西, 江苏, 江蘇, "
    "江西, 安徽, 广西, 廣西, 贵州, 貴州, 甘肃, 甘肅, 青海, 宁夏, 寧夏, 海南, 黑龙江, 黑龍江, 吉林, 辽宁, 遼寧; UA 克里米亚, 顿巴斯; "
    "RU 车臣, 西伯利亚; IN 克什米尔, 旁遮普邦; US 加利福尼亚, 加州, 得克萨斯, 佛罗里达, 夏威夷; JP 北海道, 冲绳, 沖繩; ES 加泰罗尼亚; "
    "IQ 库尔德斯坦; TW 花莲, 花蓮, 台东, 台東; PK 俾路支省, 俾路支; SD 达尔富尔",
    "ja": "JP 北海道, 沖縄, 青森県, 岩手県, 宮城県, 福島県, 茨城県, 千葉県, 神奈川県, 新潟県, 石川県, 静岡県, 愛知県, 兵庫県, 奈良県, 広島県, 福岡県, "
    "熊本県, 鹿児島県, 能登; CN 新疆, チベット, 広東省, 四川省; UA クリミア, ドンバス; US カリフォルニア, テキサス, フロリダ, ハワイ; RU シベリア",
    "el": "GR Κρήτη, Μακεδονία, Θράκη, Πελοπόννησος, Αττική, Θεσσαλία, Ήπειρος; UA Κριμαία; ES Καταλονία; IT Σικελία",
    "ko": "KR 경기도, 강원도, 충청북도, 충청남도, 전라북도, 전라남도, 경상북도, 경상남도, 제주도, 제주; UA 크림반도, 돈바스; CN 신장, 티베트; "
    "US 캘리포니아, 텍사스, 플로리다",
}

# Names of cities beside GeoNames' English ones. Other languages take theirs from GeoNames, in which "Sophia" is a city.
CITY_ALIASES = """
UA Kyiv: Kiev; UA Odesa: Odessa; UA Kharkiv: Kharkov; IN Mumbai: Bombay; IN Kolkata: Calcutta; IN Chennai: Madras;
IN Bengaluru: Bangalore; CN Beijing: Peking; CN Guangzhou: Canton; MM Yangon: Rangoon; VN Ho Chi Minh City: Saigon;
TR Istanbul: Constantinople; KZ Astana: Nur-Sultan; US New York City: New York; MX Mexico City: Ciudad de México;
 CH Zürich: Zurich; DE Köln: Cologne; DE Munich: München
"""
# What a language calls cities whose name there is too short, or which are too small, to be taken from GeoNames unseen.
CITY_EXONYMS = {
    "de": "AT Vienna: Wien; IT Rome: Rom; UA Kyiv: Kiew; CZ Prague: Prag; CH Geneva: Genf; IT Florence: Florenz; "
    "IT Naples: Neapel; FR Nice: Nizza; FR Strasbourg: Straßburg; DK Copenhagen: Kopenhagen; BE Brussels: Brüssel; BE Antwerp: Antwerpen; "
    "PL Kraków: Krakau; PL Gdańsk: Danzig; PL Wrocław: Breslau; UA Lviv: Lemberg; UA Odesa: Odessa; DE Nuremberg: Nürnberg; "
    "EG Cairo: Kairo; CN Beijing: Peking; GE Tbilisi: Tiflis",
    "fr": "GB London: Londres; AT Vienna: Vienne; CN Beijing: Pékin; CH Geneva: Genève; CH Bern: Berne; BE Gent: Gand; "
    "ES Sevilla: Séville; DE Köln: Cologne; GB Edinburgh: Édimbourg; PL Kraków: Cracovie; GE Tbilisi: Tbilissi; KR Seoul: Séoul; "
    "EG Cairo: Le Caire; SY Damascus: Damas; DZ Algiers: Alger; FR Nice: Nice; UA Odesa: Odessa",
    "es": "IT Rome: Roma; UA Kyiv: Kiev; KR Seoul: Seúl; US New York City: Nueva York; CL Santiago: Santiago de Chile; "
    "CH Geneva: Ginebra; CH Zürich: Zúrich; FR Nice: Niza; FR Marseille: Marsella; "
    "IT Florence: Florencia; GB Edinburgh: Edimburgo; US New Orleans: Nueva Orleans; IN New Delhi: Nueva Delhi; EG Cairo: El Cairo; "
    "ZA Cape Town: Ciudad del Cabo; GT Guatemala City: Ciudad de Guatemala; PA Panama City: Ciudad de Panamá",
    "pt": "IT Rome: Roma; UA Kyiv: Kiev; KR Seoul: Seul; US New York City: Nova York; US New York City: Nova Iorque; CH Geneva: Genebra; "
    "FR Nice: Nice; IN New Delhi: Nova Délhi; EG Cairo: Cairo",
    "it": "IT Rome: Roma; IT Milan: Milano; IT Turin: Torino; IT Naples: Napoli; IT Florence: Firenze; IT Genoa: Genova; "
    "AT Vienna: Vienna; UA Kyiv: Kiev; KR Seoul: Seul; FR Nice: Nizza; FR Lyon: Lione; CH Geneva: Ginevra; CH Zürich: Zurigo; "
    "DE Munich: Monaco di Baviera; CN Beijing: Pechino; EG Cairo: Il Cairo; HR Zagreb: Zagabria; GB Edinburgh: Edimburgo",
    "tr": "AT Vienna: Viyana; UA Kyiv: Kiev; IT Rome: Roma; GB London: Londra; CN Beijing: Pekin; IQ Erbil: Erbil; "
    "SY Aleppo: Halep; EG Cairo: Kahire; GE Tbilisi: Tiflis; IL Jerusalem: Kudüs; GR Thessaloníki: Selanik",
    "nl": "NL The Hague: Den Haag; DE Köln: Keulen; FR Paris: Parijs; IT Rome: Rome; AT Vienna: Wenen; BE Brussels: Brussel; PL Warsaw: Warschau",
    "id": "CN Beijing: Beijing; RU Moscow: Moskow; EG Cairo: Kairo",
    "pl": "AT Vienna: Wiedeń; IT Rome: Rzym; CZ Prague: Praga; UA Kyiv: Kijów; LT Vilnius: Wilno; UA Lviv: Lwów",
    "ru": "CH Geneva: Женева; FR Strasbourg: Страсбург",
    "uk": "CH Geneva: Женева; FR Strasbourg: Страсбург",
    "ar": "CH Geneva: جنيف; FR Strasbourg: ستراسبورغ",
    "fa": "CH Geneva: ژنو;",
    "ur": "CH Geneva: جنیوا;",
    "hi": "CH Geneva: जिनेवा; CH Geneva: जेनेवा",
    "zh": "CH Geneva: 日内瓦; CH Geneva: 日內瓦",
    "ja": "CH Geneva: ジュネーブ; FR Strasbourg: ストラスブール",
    "ko": "CH Geneva: 제네바;",
    "sv": "DK Copenhagen: Köpenhamn; FI Helsinki: Helsingfors; UA Kyiv: Kiev",
}

# States of the USA as agencies shorten them, and as letters are addressed, behind a town's name.
US_STATE = re.compile(
    r", (?:(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|N\.H|N\.J|N\.M"
    r"|N\.Y|N\.C|N\.D|Okla|Ore|Pa|R\.I|S\.C|S\.D|Tenn|Tex|Vt|Va|Wash|W\.Va|Wis|Wyo)\.|(?:A[KLRZ]|C[AOT]|DE|FL|GA|I[ADLN]|K[SY]|LA"
    r"|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])(?=[\s,.;:)]|$))"
)
