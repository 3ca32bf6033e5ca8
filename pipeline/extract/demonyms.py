"""The people of countries and the adjectives made of their names, by language; countries' names are in `place_words.py`.

Countries are parted by semicolons: an ISO 3166-1 code, then words separated by commas. English has them whole. Elsewhere each takes all
of `DEMONYM_ENDINGS`; behind a hyphen an ending must follow, for the stem alone is another word or none.
"""

from __future__ import annotations

DEMONYMS = {
    "en": """
AD Andorran, Andorrans; AE Emirati, Emiratis; AF Afghan, Afghans; AL Albanian, Albanians; AM Armenian, Armenians;
AO Angolan, Angolans; AR Argentine, Argentinian, Argentinians, Argentines; AT Austrian, Austrians;
AU Australian, Australians; AZ Azerbaijani, Azerbaijanis, Azeri; BA Bosnian, Bosnians; BB Barbadian, Barbadians;
BD Bangladeshi, Bangladeshis; BE Belgian, Belgians; BF Burkinabe; BG Bulgarian, Bulgarians; BH Bahraini, Bahrainis;
BI Burundian, Burundians; BJ Beninese; BN Bruneian, Bruneians; BO Bolivian, Bolivians; BR Brazilian, Brazilians;
BS Bahamian, Bahamians; BT Bhutanese; BW Botswanan; BY Belarusian, Belarusians; BZ Belizean, Belizeans;
CA Canadian, Canadians; CD Congolese; CH Swiss; CI Ivorian, Ivorians; CL Chilean, Chileans;
CM Cameroonian, Cameroonians; CN Chinese; CO Colombian, Colombians; CR Costa Rican, Costa Ricans; CU Cuban, Cubans;
CV Cape Verdean, Cape Verdeans; CY Cypriot, Cypriots; CZ Czech, Czechs; DE German, Germans;
DJ Djiboutian, Djiboutians; DK Danish, Danes; DO Dominican, Dominicans; DZ Algerian, Algerians;
EC Ecuadorian, Ecuadorians, Ecuadorean; EE Estonian, Estonians; EG Egyptian, Egyptians; ER Eritrean, Eritreans;
ES Spanish, Spaniard, Spaniards; ET Ethiopian, Ethiopians; FI Finnish, Finns; FJ Fijian, Fijians;
FR French, Frenchman; GA Gabonese; GB British, Briton, Britons, Scottish, Welsh; GE Georgian, Georgians;
GH Ghanaian, Ghanaians; GL Greenlandic, Greenlander, Greenlanders; GM Gambian, Gambians; GN Guinean, Guineans;
GQ Equatorial Guinean, Equatorial Guineans, Equatoguinean; GR Greek, Greeks; GT Guatemalan, Guatemalans;
GW Bissau-Guinean, Bissau-Guineans; GY Guyanese; HK Hongkonger, Hongkongers, Hong Konger, Hong Kongers;
HN Honduran, Hondurans; HR Croatian, Croatians, Croat, Croats; HT Haitian, Haitians; HU Hungarian, Hungarians;
ID Indonesian, Indonesians; IE Irish; IL Israeli, Israelis; IN Indian, Indians; IQ Iraqi, Iraqis;
IR Iranian, Iranians; IS Icelandic, Icelanders; IT Italian, Italians; JM Jamaican, Jamaicans;
JO Jordanian, Jordanians; JP Japanese; KE Kenyan, Kenyans; KG Kyrgyz; KH Cambodian, Cambodians;
KM Comorian, Comorians; KP North Korean, North Koreans; KR South Korean, South Koreans, Korean, Koreans;
KW Kuwaiti, Kuwaitis; KZ Kazakh, Kazakhs, Kazakhstani; LA Lao, Laotian; LB Lebanese; LK Sri Lankan, Sri Lankans;
LR Liberian, Liberians; LS Basotho; LT Lithuanian, Lithuanians; LU Luxembourgish, Luxembourger; LV Latvian, Latvians;
LY Libyan, Libyans; MA Moroccan, Moroccans; MC Monegasque; MD Moldovan, Moldovans; ME Montenegrin, Montenegrins;
MG Malagasy; MK Macedonian, Macedonians; ML Malian, Malians; MM Burmese; MN Mongolian, Mongolians;
MR Mauritanian, Mauritanians; MT Maltese; MU Mauritian, Mauritians; MV Maldivian, Maldivians; MW Malawian, Malawians;
MX Mexican, Mexicans; MY Malaysian, Malaysians; MZ Mozambican, Mozambicans; NA Namibian, Namibians;
NE Nigerien, Nigeriens; NG Nigerian, Nigerians; NI Nicaraguan, Nicaraguans; NL Dutch, Dutchman;
NO Norwegian, Norwegians; NP Nepali, Nepalis, Nepalese; NZ New Zealander, New Zealanders; OM Omani, Omanis;
PA Panamanian, Panamanians; PE Peruvian, Peruvians; PG Papuan, Papua New Guinean; PH Filipino, Filipinos, Philippine;
PK Pakistani, Pakistanis; PL Polish, Pole, Poles; PR Puerto Rican, Puerto Ricans;
PS Palestinian, Palestinians, Gazan, Gazans; PT Portuguese; PY Paraguayan, Paraguayans; QA Qatari, Qataris;
RO Romanian, Romanians; RS Serbian, Serbians, Serb, Serbs; RU Russian, Russians; RW Rwandan, Rwandans;
SA Saudi, Saudis; SC Seychellois; SD Sudanese; SE Swedish, Swede, Swedes; SG Singaporean, Singaporeans;
SI Slovenian, Slovenians; SK Slovak, Slovaks; SL Sierra Leonean; SN Senegalese; SO Somali, Somalis; SR Surinamese;
SS South Sudanese; SV Salvadoran, Salvadorans; SY Syrian, Syrians; SZ Swazi, Swazis; TD Chadian, Chadians;
TG Togolese; TH Thai, Thais; TJ Tajik, Tajiks; TL Timorese, East Timorese; TM Turkmen; TN Tunisian, Tunisians;
TR Turkish, Turk, Turks; TT Trinidadian, Trinidadians; TW Taiwanese; TZ Tanzanian, Tanzanians; UA Ukrainian, Ukrainians;
UG Ugandan, Ugandans; US American, Americans; UY Uruguayan, Uruguayans; UZ Uzbek, Uzbeks; VE Venezuelan, Venezuelans;
VN Vietnamese; WS Samoan, Samoans; XK Kosovar, Kosovars; YE Yemeni, Yemenis; ZA South African, South Africans;
ZM Zambian, Zambians; ZW Zimbabwean, Zimbabweans
""",
    "de": """
AE emiratisch; AF afghanisch, Afghane, Afghanen, Afghanin; AL albanisch, Albaner; AM armenisch, Armenier;
AR argentinisch, Argentinier; AT österreichisch, Österreicher; AU australisch, Australier; AZ aserbaidschanisch;
BA bosnisch, Bosnier; BD bangladeschisch; BE belgisch, Belgier; BG bulgarisch, Bulgare, Bulgaren; BH bahrainisch;
BR brasilianisch, Brasilianer; BY belarussisch, Belarusse, Belarussen, weißrussisch; CA kanadisch, Kanadier;
CD kongolesisch, Kongolese, Kongolesen; CH schweizerisch, Schweizer; CI ivorisch; CL chilenisch, Chilene, Chilenen;
CM kamerunisch, Kameruner; CN chinesisch, Chinese, Chinesen, Chinesin; CO kolumbianisch, Kolumbianer;
CU kubanisch, Kubaner; CY zyprisch, zypriotisch; CZ tschechisch, Tscheche, Tschechen;
DE deutsch, Deutsche, Deutschen, bundesdeutsch; DK dänisch, Däne, Dänen, Dänin; DZ algerisch, Algerier;
EC ecuadorianisch; EE estnisch; EG ägyptisch, Ägypter; ER eritreisch, Eritreer; ES spanisch, Spanier;
ET äthiopisch, Äthiopier; FI finnisch, Finne, Finnen; FR französisch, Franzose, Franzosen, Französin;
GB britisch, Brite, Briten, Britin, schottisch, walisisch; GE georgisch, Georgier; GH ghanaisch, Ghanaer;
GR griechisch, Grieche, Griechen, Griechin; HR kroatisch, Kroate, Kroaten; HT haitianisch;
HU ungarisch, Ungar, Ungarn; ID indonesisch, Indonesier; IE irisch; IL israelisch, Israeli; IN indisch, Inder;
IQ irakisch, Iraker; IR iranisch, Iraner; IS isländisch, Isländer; IT italienisch, Italiener;
JO jordanisch, Jordanier; JP japanisch, Japaner; KE kenianisch, Kenianer; KG kirgisisch;
KP nordkoreanisch, Nordkoreaner; KR südkoreanisch, Südkoreaner; KW kuwaitisch; KZ kasachisch;
LB libanesisch, Libanese, Libanesen; LK sri-lankisch; LT litauisch, Litauer; LU luxemburgisch, Luxemburger;
LV lettisch; LY libysch, Libyer; MA marokkanisch, Marokkaner; MD moldauisch, moldawisch; ME montenegrinisch;
MK nordmazedonisch, mazedonisch; ML malisch, Malier; MM myanmarisch; MT maltesisch; MX mexikanisch, Mexikaner;
MY malaysisch; MZ mosambikanisch; NE nigrisch; NG nigerianisch, Nigerianer;
NL niederländisch, Niederländer, holländisch, Holländer; NO norwegisch, Norweger; NP nepalesisch;
NZ neuseeländisch, Neuseeländer; OM omanisch; PE peruanisch, Peruaner; PH philippinisch;
PK pakistanisch, Pakistaner, Pakistani; PL polnisch, Polin, Polinnen; PS palästinensisch, Palästinenser;
PT portugiesisch, Portugiese, Portugiesen; QA katarisch, Katarer; RO rumänisch, Rumäne, Rumänen;
RS serbisch, Serbe, Serben; RU russisch, Russe, Russen, Russin; RW ruandisch, Ruander;
SA saudisch, Saudi, saudi-arabisch, saudiarabisch; SD sudanesisch, Sudanese, Sudanesen;
SE schwedisch, Schwede, Schwedin; SI slowenisch, Slowene, Slowenen; SK slowakisch, Slowake, Slowaken;
SN senegalesisch; SO somalisch, Somalier; SS südsudanesisch; SY syrisch, Syrer; TD tschadisch;
TH thailändisch, Thailänder; TJ tadschikisch, Tadschike, Tadschiken; TM turkmenisch; TN tunesisch, Tunesier;
TR türkisch, Türke, Türken, Türkin; TW taiwanisch, taiwanesisch; UA ukrainisch, Ukrainer; UG ugandisch;
US amerikanisch, US-amerikanisch, Amerikaner, US-Amerikaner; UZ usbekisch; VE venezolanisch, Venezolaner;
VN vietnamesisch, Vietnamese, Vietnamesen; XK kosovarisch, Kosovare, Kosovaren; YE jemenitisch, Jemenit, Jemeniten;
ZA südafrikanisch, Südafrikaner
""",
    "fr": """
AE émirati, émirien; AF afghan; AL albanais; AM arménien; AO angolais; AR argentin; AT autrichien; AU australien;
AZ azerbaïdjanais, azéri; BA bosniaque, bosnien; BD bangladais; BE belge; BF burkinabè, burkinabé; BG bulgare;
BI burundais; BJ béninois; BO bolivien; BR brésilien; BY biélorusse, bélarusse; CA canadien; CD congolais;
CF centrafricain; CH suisse; CI ivoirien; CL chilien; CM camerounais; CN chinois; CO colombien; CU cubain; CZ tchèque;
DE allemand; DJ djiboutien; DK danois; DZ algérien; EC équatorien; EE estonien; EG égyptien; ER érythréen;
ES espagnol; ET éthiopien; FI finlandais; FR français; GA gabonais; GB britannique, écossais, gallois; GE géorgien;
GH ghanéen; GN guinéen; GR grec, grecque; HR croate; HT haïtien; HU hongrois; ID indonésien; IE irlandais;
IL israélien; IN indien; IQ irakien; IR iranien; IS islandais; IT italien; JO jordanien; JP japonais; KE kényan;
KH cambodgien; KM comorien; KP nord-coréen; KR sud-coréen; KW koweïtien; KZ kazakh; LB libanais; LK sri-lankais;
LT lituanien; LV letton; LY libyen; MA marocain; MD moldave; MG malgache; MK macédonien; ML malien; MM birman;
MR mauritanien; MX mexicain; MY malaisien; MZ mozambicain; NE nigérien; NG nigérian; NL néerlandais, hollandais;
NO norvégien; NP népalais; NZ néo-zélandais; OM omanais; PE péruvien; PH philippin; PK pakistanais; PL polonais;
PS palestinien; PT portugais; QA qatari, qatarien; RO roumain; RS serbe; RU russe; RW rwandais; SA saoudien;
SD soudanais; SE suédois; SI slovène; SK slovaque; SN sénégalais; SO somalien; SS sud-soudanais; SY syrien;
TD tchadien; TG togolais; TH thaïlandais; TJ tadjik; TN tunisien; TR turc, turque; TW taïwanais; UA ukrainien;
UG ougandais; US américain, états-unien; UZ ouzbek; VE vénézuélien; VN vietnamien; XK kosovar; YE yéménite;
ZA sud-africain
""",
    "es": """
AE emiratí, emiratíes; AF afgan-; AL albanés, albanes-; AM armeni-; AO angoleñ-; AR argentin-;
AT austríac-, austriac-; AU australian-; AZ azerbaiyan-; BA bosni-; BD bangladesí, bangladesíes; BE belg-; BG búlgar-;
BO bolivian-; BR brasileñ-; BY bielorrus-; CA canadiense; CD congoleñ-; CH suiz-; CL chilen-;
CM camerunés, camerunes-; CN chin-; CO colombian-; CR costarricense; CU cuban-; CZ chec-; DE alemán, aleman-;
DK danés, danes-; DO dominican-; DZ argelin-; EC ecuatorian-; EE estoni-; EG egipci-; ES español, español-; ET etíope;
FI finlandés, finlandes-; FR francés, frances-; GB británic-, escocés, escoces-, galés, gales-; GE georgian-;
GQ ecuatoguinean-; GR grieg-; GT guatemaltec-; HN hondureñ-; HR croat-; HT haitian-; HU húngar-; ID indonesi-;
IE irlandés, irlandes-; IL israelí, israelíes; IN indi-; IQ iraquí, iraquíes; IR iraní, iraníes;
IS islandés, islandes-; IT italian-; JO jordan-; JP japonés, japones-; KE kenian-; KP norcorean-; KR surcorean-;
KW kuwaití, kuwaitíes; LB libanés, libanes-; LT lituan-; LY libi-; MA marroquí, marroquíes; MD moldav-; MM birman-;
MX mexican-; MZ mozambiqueñ-; NG nigerian-; NI nicaragüense; NL neerlandés, neerlandes-, holandés, holandes-;
NO norueg-; NP nepalí, nepalíes; NZ neozelandés, neozelandes-; PA panameñ-; PE peruan-; PH filipin-;
PK pakistaní, pakistaníes; PL polac-; PR puertorriqueñ-; PS palestin-; PT portugués, portugues-; PY paraguay-;
QA catarí, cataríes, qatarí; RO ruman-; RS serbi-; RU rus-; SA saudí, saudíes, saudita; SD sudanés, sudanes-;
SE suec-; SI esloven-; SK eslovac-; SN senegalés, senegales-; SO somalí, somalíes; SV salvadoreñ-; SY siri-;
TH tailandés, tailandes-; TN tunecin-; TR turc-; TW taiwanés, taiwanes-; UA ucranian-;
US estadounidense, norteamerican-; UY uruguay-; VE venezolan-; VN vietnamita; YE yemení, yemeníes; ZA sudafrican-
""",
    "pt": """
AF afegã, afegão, afegãos; AO angolan-; AR argentin-; AT austríac-; AU australian-; BE belg-; BO bolivian-;
BR brasileir-; CA canadense; CD congolês, congoles-; CH suíç-; CL chilen-; CN chinês, chines-; CO colombian-;
CU cuban-; CV cabo-verdian-; DE alemã, alemão, alemães; DK dinamarquês, dinamarques-; DZ argelin-; EC equatorian-;
EG egípci-; ES espanh-, espanhol, espanhóis; ET etíope; FI finlandês, finlandes-; FR francês, frances-;
GB britânic-, escocês, escoces-; GR greg-; GW guineense; HT haitian-; HU húngar-; IL israelense, israelita;
IN indian-; IQ iraquian-; IR iranian-; IT italian-; JP japonês, japones-; KP norte-corean-; KR sul-corean-;
LB libanês, libanes-; LY líbi-; MA marroquin-; MX mexican-; MZ moçambican-; NG nigerian-;
NL holandês, holandes-, neerlandês, neerlandes-; NO norueguês, noruegues-; PE peruan-; PK paquistanês, paquistaneses-;
PL polonês, polones-, polac-; PS palestin-; PT português, portugues-; PY paraguai-; RU russ-; SA saudita;
SD sudanês, sudanes-; SE suec-; ST são-tomense; SY síri-; TL timorense; TR turc-; UA ucranian-;
US american-, norte-american-, estadunidense; UY uruguai-; VE venezuelan-; ZA sul-african-
""",
    "it": """
AE emiratin-; AF afghan-, afgan-; AL albanes-; AM armen-; AR argentin-; AT austriac-; AU australian-; AZ azer-;
BA bosniac-; BD bengales-; BE belg-; BG bulgar-; BR brasilian-; BY bieloruss-; CA canades-; CD congoles-; CH svizzer-;
CL cilen-; CN cines-; CO colombian-; CU cuban-; CZ cec-; DE tedesc-; DK danes-; DZ algerin-; EE eston-; EG egizian-;
ER eritre-; ES spagnol-; ET etiop-; FI finlandes-; FR frances-; GB britannic-, scozzes-, galles-; GE georgian-;
GR grec-; HR croat-; HU ungheres-; ID indonesian-; IE irlandes-; IL israelian-; IN indian-; IQ irachen-; IR iranian-;
IT italian-; JO giordan-; JP giapponès, giappones-; KE kenian-, keniot-; KP nordcorean-; KR sudcorean-; LB libanes-;
LT lituan-; LY libic-; MA marocchin-; MD moldav-; ML malian-; MX messican-; NG nigerian-; NL olandes-; NO norveges-;
PE peruvian-; PH filippin-; PK pachistan-, pakistan-; PL polacc-; PS palestines-; PT portoghes-;
QA qatarin-, qatariot-; RO rumen-, romen-; RS serb-; RU russ-; SA saudit-; SD sudanes-; SE svedes-; SI sloven-;
SK slovacc-; SN senegales-; SO somal-; SY sirian-; TN tunisin-; TR turc-; TW taiwanes-; UA ucrain-;
US american-, statunitens-; VE venezuelan-; VN vietnamit-; XK kosovar-; YE yemenit-; ZA sudafrican-
""",
    "nl": """
AF Afghaans, Afghanen; BE Belgisch, Belg, Belgen, Vlaams, Waals; CN Chinees, Chinese, Chinezen;
DE Duits, Duitser, Duitsers; DK Deens; EG Egyptisch; ES Spaans, Spanjaarden; FI Fins; FR Franse, Fransman, Fransen;
GB Brits, Brit, Britten; GR Grieks; HU Hongaars; ID Indonesisch; IL Israëlisch, Israëliër, Israëliërs; IN Indiaas;
IQ Iraaks; IR Iraans, Iraniër, Iraniërs; IT Italiaans, Italianen; JP Japans; KP Noord-Koreaans; KR Zuid-Koreaans;
MA Marokkaans, Marokkanen; NL Nederlands, Nederlander, Nederlanders; NO Noors; PK Pakistaans; PL Pools;
PS Palestijns, Palestijn, Palestijnen; PT Portugees; RU Russisch, Rus, Russen; SA Saoedisch; SE Zweeds; SR Surinaams;
SY Syrisch, Syriër, Syriërs; TR Turks, Turken; UA Oekraïens, Oekraïner, Oekraïners;
US Amerikaans, Amerikaan, Amerikanen; ZA Zuid-Afrikaans
""",
    "sv": """
AF afghansk; CN kinesisk; DE tysk; DK dansk; FI finsk, finländsk; FR fransk; GB brittisk; IL israelisk; IN indisk;
IQ irakisk; IR iransk; JP japansk; NO norsk; PL polsk; PS palestinsk; RU rysk; SE svensk; SY syrisk; TR turkisk;
UA ukrainsk; US amerikansk
""",
    "pl": """
BY białorusk-, białoruscy; CN chińsk-, chińscy; CZ czesk-; DE niemieck-, niemieccy; FR francusk-, francuscy;
GB brytyjsk-, brytyjscy; HU węgiersk-; IL izraelsk-, izraelscy; IR irańsk-; LT litewsk-, litewscy; PL polsk-, polscy;
PS palestyńsk-; RU rosyjsk-, rosyjscy; SK słowack-; SY syryjsk-; TR tureck-, tureccy; UA ukraińsk-, ukraińscy;
US amerykańsk-, amerykańscy
""",
    "tr": """
AF Afgan, Afganistanlı; AM Ermeni, Ermenistanlı; AZ Azerbaycanlı; BG Bulgar; CN Çinli, Çinliler; DE Alman, Almanlar;
EG Mısırlı; ES İspanyol; FR Fransız, Fransızlar; GB İngiliz; GE Gürcü; GR Yunan, Yunanlı; IL İsrailli, İsrailliler;
IN Hint, Hindistanlı; IQ Iraklı, Iraklılar; IR İranlı, İranlılar; IT İtalyan; JP Japon; KP Kuzey Koreli;
KR Güney Koreli; KZ Kazak; LB Lübnanlı; LY Libyalı; NL Hollandalı; PK Pakistanlı; PL Polonyalı;
PS Filistinli, Filistinliler; RU Rus, Ruslar, Rusyalı; SA Suudi; SD Sudanlı; SE İsveçli; SY Suriyeli, Suriyeliler;
TR Türk, Türkler, Türkiyeli; UA Ukraynalı, Ukraynalılar; US Amerikan, Amerikalı, ABD'li, Amerikalılar; UZ Özbek
""",
    "ru": """
AE эмиратск; AF афганск, афганец, афганц; AM армянск, армян; AR аргентинск; AT австрийск; AU австралийск;
AZ азербайджанск, азербайджанец, азербайджанц; BA боснийск; BD бангладешск; BE бельгийск; BG болгарск, болгар;
BR бразильск; BY белорусск, белорус; CA канадск, канадец, канадц; CD конголезск; CH швейцарск;
CN китайск, китаец, китайц; CO колумбийск; CU кубинск; CZ чешск;
DE немецк, германск, немец, немцы, немцев, немцам, немцами, немцах; DK датск; DZ алжирск; EE эстонск, эстонец, эстонц;
EG египетск; ES испанск, испанец, испанц; ET эфиопск; FI финск; FR французск, француз;
GB британск, английск, британец, британц, англичан, шотландск; GE грузинск, грузин; GR греческ; HR хорватск, хорват;
HU венгерск; ID индонезийск; IE ирландск; IL израильск, израильтян, израильтянин; IN индийск, индиец, индийц;
IQ иракск, иракц; IR иранск, иранец, иранц; IT итальянск, итальянец, итальянц; JO иорданск; JP японск, японец, японц;
KG киргизск, кыргызск, киргиз, кыргызстанц; KP северокорейск; KR южнокорейск;
KZ казахстанск, казах, казахстанец, казахстанц; LB ливанск, ливанец, ливанц; LK шри-ланкийск; LT литовск, литовц;
LV латвийск; LY ливийск; MA марокканск; MD молдавск, молдаван; MM мьянманск; MN монгольск; MX мексиканск;
NG нигерийск; NL нидерландск, голландск; NO норвежск; NP непальск; PH филиппинск;
PK пакистанск, пакистанец, пакистанц; PL польск, поляк; PS палестинск, палестинец, палестинц; PT португальск;
QA катарск; RO румынск, румын; RS сербск, серб; RU российск, русск, россиян, россиянин; SA саудовск; SD суданск;
SE шведск; SI словенск; SK словацк; SY сирийск, сириец, сирийц; TH таиландск, тайск;
TJ таджик, таджикск, таджикистанск; TM туркменск, туркмен; TN тунисск; TR турецк, турок, турк; TW тайваньск;
UA украинск, украинец, украинц, украинк; US американск, американец, американц; UZ узбекск, узбек, узбекистанц;
VE венесуэльск; VN вьетнамск; YE йеменск; ZA южноафриканск
""",
    "uk": """
AF афганськ; BY білоруськ; CA канадськ; CN китайськ; CZ чеськ; DE німецьк, німець, німц; DK данськ; EE естонськ;
EG єгипетськ; ES іспанськ; FI фінськ; FR французьк, француз; GB британськ, англійськ; GE грузинськ; HU угорськ;
IL ізраїльськ, ізраїльтян; IN індійськ; IR іранськ; IT італійськ; JP японськ; KP північнокорейськ;
KR південнокорейськ; KZ казахстанськ; LT литовськ; LV латвійськ; MD молдовськ; NL нідерландськ; NO норвезьк;
PK пакистанськ; PL польськ, поляк; PS палестинськ; RO румунськ; RU російськ, росіян, росіянин; SA саудівськ;
SE шведськ; SK словацьк; SY сирійськ; TR турецьк; UA українськ, українець, українц, українк;
US американськ, американець, американц
""",
    "ar": """
AE إماراتي; AF أفغاني; AM أرميني; AT نمساوي; AU أسترالي; AZ أذربيجاني; BD بنغلاديشي; BE بلجيكي; BH بحريني; BR برازيلي;
CA كندي; CH سويسري; CN صيني; CU كوبي; CY قبرصي; DE ألماني; DK دنماركي; DZ جزائري; EG مصري; ER إريتري; ES إسباني;
ET إثيوبي; FR فرنسي; GB بريطاني; GR يوناني; ID إندونيسي; IL إسرائيلي; IN هندي; IQ عراقي; IR إيراني; IT إيطالي;
JO أردني; JP ياباني; KE كيني; KP كوري شمالي; KR كوري جنوبي; KW كويتي; LB لبناني; LY ليبي; MA مغربي; MR موريتاني;
MX مكسيكي; MY ماليزي; NG نيجيري; NL هولندي; NO نرويجي; OM عماني; PK باكستاني; PL بولندي; PS فلسطيني; QA قطري; RU روسي;
SA سعودي; SD سوداني; SE سويدي; SN سنغالي; SO صومالي; SY سوري; TD تشادي; TN تونسي; TR تركي; UA أوكراني;
US أمريكي, أميركي; VE فنزويلي; YE يمني; ZA جنوب أفريقي
""",
    "fa": """
AE اماراتی; AF افغان, افغانستانی; AM ارمنستانی; AZ آذربایجانی; CA کانادایی; CH سوئیسی; CN چینی; DE آلمانی; EG مصری;
ES اسپانیایی; FR فرانسوی; GB انگلیسی, بریتانیایی; IL اسرائیلی; IN هندی; IQ عراقی; IR ایرانی; IT ایتالیایی; JO اردنی;
JP ژاپنی; KR کره‌ای; LB لبنانی; NL هلندی; PK پاکستانی; PL لهستانی; PS فلسطینی; QA قطری; RU روسی, روس; SA سعودی;
SE سوئدی; SY سوری; TJ تاجیکستانی, تاجیک; TR ترکیه‌ای; UA اوکراینی; US آمریکایی, امریکایی; YE یمنی
""",
    "ur": """
AE اماراتی; AF افغان, افغانی; AU آسٹریلوی; BD بنگلہ دیشی; CA کینیڈین; CN چینی; DE جرمن; EG مصری; FR فرانسیسی;
GB برطانوی; IL اسرائیلی; IN بھارتی; IQ عراقی; IR ایرانی; IT اطالوی; JP جاپانی; LB لبنانی; LK سری لنکن; NP نیپالی;
PK پاکستانی; PS فلسطینی; QA قطری; RU روسی; SA سعودی; SY شامی; UA یوکرینی; US امریکی; YE یمنی
""",
    "hi": """
AF अफ़ग़ान, अफगान; AU ऑस्ट्रेलियाई; BD बांग्लादेशी; CA कनाडाई; DE जर्मन; EG मिस्री; FR फ्रांसीसी; GB ब्रिटिश;
IL इसराइली, इज़रायली; IN भारतीय; IQ इराक़ी; IR ईरानी; IT इतालवी; JP जापानी; KP उत्तर कोरियाई; KR दक्षिण कोरियाई;
LK श्रीलंकाई; NG नाइजीरियाई; NP नेपाली; PK पाकिस्तानी; PS फ़लस्तीनी, फिलिस्तीनी; RU रूसी; SA सऊदी; SY सीरियाई;
TR तुर्क; UA यूक्रेनी; US अमेरिकी, अमरीकी
""",
}
DEMONYM_ENDINGS = {
    "de": ("", "e", "en", "er", "es", "em", "n", "s", "in", "innen"),
    "fr": ("", "e", "s", "es", "ne", "nes"),
    "es": ("", "o", "a", "os", "as", "s", "es", "e"),
    "pt": ("", "s", "o", "a", "os", "as", "e", "es"),
    "it": ("o", "a", "i", "e", "he", "hi"),
    "nl": ("", "e"),
    "sv": ("", "a", "t"),
    "pl": ("", "i", "a", "ie", "iego", "iemu", "im", "iej", "ą", "ich", "imi"),
    "ru": (
        *("", "ий", "ая", "ое", "ие", "ого", "ому", "им", "ом", "ой", "ую", "их", "ими"),
        *("а", "у", "е", "ы", "и", "ев", "ов", "ам", "ами", "ах", "ем"),
    ),
    "uk": (
        *("", "ий", "а", "е", "і", "ого", "ому", "им", "ої", "ою", "ій", "у", "их", "ими"),
        *("ів", "ам", "ами", "ах", "и", "ем"),
    ),
    "ar": ("", "ة", "ين", "ون", "ا"),
}
LOWERCASE_DEMONYMS = frozenset(["de", "fr", "es", "pt", "it", "sv", "pl", "ru", "uk"])  # adjectives without a capital
