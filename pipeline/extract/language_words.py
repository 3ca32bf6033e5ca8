"""The commonest short words of languages: in a paragraph of prose they tell the language without a model.

Words that several languages write alike count for each of them in part; texts that they do not settle go to the model.
"""

from __future__ import annotations

COMMON_WORDS = {
    "en": "the of and to in is was that for with by from his her their has have are this it will said been were at as on "
    "not be or an which who but they he she had its after more about would also than when one all there",
    "de": "der die das und ist nicht mit dem den von für auf ein eine sich auch im nach bei wurde zu werden hat über als an "
    "es aus dass sie er wie einen einer noch war aber nur zum zur oder wir haben sind um vor sein mehr wird",
    "fr": "le la les de des du et en un une est dans pour qui sur au aux par avec ce il elle été cette ont mais sont que pas "
    "plus se son sa ses leur ne nous vous comme tout fait être après entre ces deux lors",
    "es": "el la los las de del y en un una que por con para su como más pero sus al este ha es está según fue también se lo "
    "no le son entre sobre cuando muy sin hasta desde ya esta han había todo nos",
    "it": "il la lo gli le di del della dei delle che e è un una per con non si da in nel nella alla al come più anche sono "
    "ha hanno ma se dal dalla questo questa stato tra su loro ci suo sua cui essere anni",
    "pt": "o a os as de do da dos das e em no na nos nas um uma que por com para não se é mais foi ao à são pelo pela como "
    "mas ele ela seu sua também já está ser entre quando muito até isso após segundo",
    "nl": "de het een van en in is dat niet op te zijn voor met aan ook maar bij heeft wordt naar werd door om als er die dit "
    "hij ze was hebben nog over uit worden kan deze geen meer dan wel wij",
    "sv": "och att det som en på är av för med till den inte har om ett i de från var han men så kan vi efter också eller ska "
    "vid nu under hon sig blir varit mellan enligt säger",
    "da": "og i at det er en til af på for med den ikke har som de der var et han vi om men fra blev kan efter også eller hun "
    "skal ved sig være mellem siger hvor blevet ud nu",
    "no": "og i det er på en til som av for med at har de den ikke om et han men var fra vi så kan etter også eller hun skal "
    "ved seg være mellom sier hvor blitt ble nå ut",
    "is": "og í að á sem er til við um var fyrir með það af en ekki hann hún þeir því eftir frá segir hefur hafa eru voru "
    "þegar þá þess verið verður vera ég einnig eða upp yfir milli",
    "fi": "ja on ei että se oli mutta myös ovat hän kun mukaan kuin tai joka ole sen jo voi vain mitä jos hänen niin nyt "
    "olla sekä vuoden ollut joten siitä vielä",
    "pl": "i w na z do nie się że jest to o po jak od przez za co ale ma są tym dla oraz które która który już czy tego był "
    "było jego jej ich także tylko może między",
    "cs": "a v se na je že z s do o to i ve pro za jsou by byl jako po ale od které který také nebo jeho už při podle jsem až "
    "byla bylo má mezi však jen",
    "sk": "a v sa na je že z s do o to aj vo pre za sú by bol ako po ale od ktoré ktorý tiež alebo jeho už pri podľa som až "
    "bola bolo má medzi však len nie",
    "hu": "a az és hogy nem is egy volt de meg ez van csak már mint el ha vagy még azt ki lesz lehet szerint után pedig ezt "
    "magyar között arra ami",
    "ro": "și în de la a cu pe că nu este un o din care pentru mai ce au fost sunt ca dar prin după sau lui ale acest această "
    "între fi către spus cele",
    "hr": "i u je na se da su za od s o što kao koji koja koje bi to ali ne biti samo još već nakon prema iz do ili te nije "
    "može između kako rekao",
    "sl": "in je v na da se za so pri ki po z ne tudi pa kot bi še iz od ali ter kar bo do lahko med bil bila zaradi",
    "tr": "ve bir bu için ile olarak da de daha olan çok ancak gibi sonra kadar ise oldu olduğu dedi yeni göre ne en o var mi "
    "ya değil her karşı şu olduğunu tarafından "
    "üzere sırasında üzerinden kişi yıl gün bin milyon türkiye açıklama yer aldı etti ilk iki arasında ardından verdi yaptı "
    "ederek edilen bulunan nedeniyle yapılan başkanı yüzde devam şekilde büyük hem",
    "id": "yang dan di dengan untuk dari pada tidak ini itu dalam akan oleh telah juga sebagai kepada bahwa adalah karena ada "
    "ke bisa saat mereka tersebut kata para lebih sudah atau",
    "ms": "yang dan di untuk dengan ini itu dalam pada tidak telah akan oleh kepada beliau turut boleh kerana katanya sebagai "
    "adalah mereka negara serta bagi daripada juga tersebut",
    "vi": "của và là các có được trong cho một không với người này đã những ở khi đến từ về như để tại sẽ ra trên cũng vào "
    "nhiều theo",
    "ca": "el la els les de del dels i en un una que per amb és ha no al com més però seva seu també ja entre aquest aquesta "
    "han fet són on fins sobre",
    "sw": "ya wa na kwa katika ni za la kuwa hiyo huo pia hilo amesema alisema baada yake wake watu hata lakini kama cha vya "
    "yao kwenye huku wakati hayo hao ambao ambaye ili bila wengine mwaka",
    "zu": "ukuthi futhi ngoba kodwa uma lo le kanye nge njengoba ngemuva leli lokhu ukuze noma lapho abantu nokuthi yakhe "
    "wakhe kusho uthe bathi kwakhe khona manje yena",
    "et": "ja on ei et see oli ka kui ta mis oma aga või ning selle pole veel kes siis seda nii mida olid tema pärast",
    "lv": "un ir ar no ka par uz tas bet kas arī lai pēc kā gan vai pie tika tiek viņš jau vēl šo",
    "lt": "ir yra kad su iš į tai bet kaip po buvo ar taip dar jo tik dėl nuo už jau apie pat kuris",
    "sq": "dhe të në e i për me nga një që është se ka nuk më si do ka janë ishte u kjo ky por tij",
    "az": "və bu bir ilə üçün də da olan daha olub edib ki onun hər edilib isə olaraq sonra qədər",
    "ru": "и в на не что с по как это из к за от о для его но был у до же все так они или после также года уже она может при "
    "только было были который",
    "uk": "і в на не що з та до у як це про за від для його але був після також року є вже або які який було при через також "
    "він вона щоб можуть",
    "bg": "и на в да е за от се с не че са по като до това но ще който която има след при още които си бе той или",
    "sr": "и у је на се да су за од с што као који која које би то али не само још већ након према из до или није",
    "ar": "في من على إلى أن عن مع ما التي الذي هذا هذه كان كانت لا بعد قال إن أو كما بين ذلك قد وقال حيث خلال لم",
    "fa": "در و به از که این را با است برای آن یک خود تا کرد شد بر هم نیز شده بود اما می او باید وی ها",
    "ur": "کے کی میں ہے اور سے کا کو نے پر کہ ہیں یہ اس کر نہیں تھا ہو بھی گیا کیا تھے جو ہوئے لیے ایک ان گی",
    "ps": "د په او چې دي ته کې له دا سره هم يې شوي دی نه کړي وو پر",
    "hi": "के में है की को से का और ने पर कि यह हैं भी नहीं इस एक कर था हो गया लिए किया जो तो साथ या थे अपने",
    "mr": "आणि आहे या च्या तर हे ते की मध्ये आहेत होते म्हणून त्या नाही केला असे झाली एक",
    "ne": "र को मा छ ले गरेको हो पनि छन् यो भएको लाई तथा गर्न बाट भने उनले त्यो",
}  # fmt: skip
