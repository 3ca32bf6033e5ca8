"""Given names that are common in the languages of the news: what tells "Anna Berg" from "Key Features".

Only a yes means something: a name that is not here may be one as well. Folded as `is_given_name` folds.
"""

from __future__ import annotations

import unicodedata

# Left out: names that begin other things as often
# ("April", "Christian", "Grace", "Hope", "Mark", "Rose", "Summer", "Victoria", "Will").
_LATIN = """
aaron abbas abdul abdullah abigail adam adela adele adnan adrian adriana adrien agata agnes agnieszka ahmad ahmed ahmet aidan aileen aino aisha
aki akira alain alan albert alberto alejandra alejandro aleksandr aleksandra aleksei alena alessandra alessandro alessia alex alexander
alexandra alexandre alexei alexis alfonso alfred ali alice alicia alina aline alisa alison allan allison alvaro amalia amanda amelia amelie amina
amir amit amy ana anastasia anders andre andrea andreas andreea andrei andrej andres andrew andrey andrii andrzej anette angela angelika angelina angelo
anil anita anja anjali anke ann anna annabel anne annette annie annika anthony antje anton antoine antonia antonin antonio anya aoife ariel
arjun arlette armin arnaud arne arnold arthur arturo arun asad asha ashley ashraf asim astrid athena aurelie aurora axel ayesha ayse aysel azadeh
barbara barbora barry bart bartosz basil bastian beate beatrice beatriz belen ben benedikt benita benjamin benoit bernadette bernard bernd bernhard
berta bertrand beth bettina bianca bilal birgit birgitte bjoern bjorn bob bogdan boris bradley brandon brendan brenda brett brian bridget brigitte
britta brittany bruce bruno bryan burak camila camilla camille can carina carl carla carlo carlos carmen carol carola carolin carolina caroline carsten
caterina catherine cathy cecile cecilia celine cem cesar charlene charles charlotte cheryl chiara chloe chris christa christel christiane
christina christine christof christoph christophe christopher cindy claire clara clare claude claudia claudio claus clemens colin colleen connie
connor constance constantin cordula corinna corinne cornelia cristian cristina curt cynthia cyril dagmar damian damien dan dana dani daniel
daniela daniele danielle danny daria dario darren david davide dawid deborah denis denise dennis derek desiree detlef devon diana diane didier diego
dieter dietmar dimitri dimitris dirk dmitri dmitry dmytro dominic dominik dominika dominique donald donna doris dorothea dorothee dorota doug douglas duncan
dylan eberhard eckhard edgar edith eduardo edward edyta efrat eileen ekaterina elaine elena eleni eleonora elif elisa elisabeth elise elizabeth elke ella
ellen elliot elmar elsa elvira emanuel emanuele emil emilia emilie emily emine emma emmanuel emre enrico enrique eric erica erich erik erika erin ernesto
ernst esra esteban esther eugen eugene eugenia eva eve evelyn evgeny ewa fabian fabien fabio fabrice farah farhan farid fatima fatma federica federico felipe
felix ferdinand ferenc fernanda fernando filip filippo fiona florence florian francesca francesco francis francisca francisco franck francois francoise frank
franz franziska fred frederic frederik fredrik friedrich fritz gabi gabor gabriel gabriela gabriele gabriella gary gavin geoffrey georg george georges georgia
georgios gerald gerard gerd gerhard gert gianluca gianni gilles gina giorgio giovanni giulia giuseppe gisela gonzalo gordon graham greg gregor gregory greta
grzegorz guido guillaume guillermo gunnar gunter guenter gustav gustavo hakan halina hamid hamza hana hanna hannah hannelore hannes hans harald harold harry
hasan hassan heather hector heide heidi heike heiko heiner heinrich heinz helen helena helene helga helmut hendrik henri henrik henrique henry herbert hermann
hilary hilda hiroshi holger holly horst howard hubert hugh hugo hussein ian ibrahim ida ignacio igor ilaria ilse imran ina ines inga inge ingo ingrid ioana ion
ira irena irene irina iris isabel isabell isabella isabelle ismail istvan ivan ivana ivo iwona jacek jack jackie jacob jacqueline jacques jaime jakob jakub jamal
james jamie jan jana jane janet janina janine janos jared jaroslav jasmin jason javed javier jean jeff jeffrey jenna jennifer jenny jens jeremy jerome jerry
jesper jessica jill jim jitka joachim joan joana joanna joanne joao jochen jodie joe joel joelle joerg joern jorn johan johann johanna johannes john jon jonas
jonathan jordi jorg jorge jose josef joseph joshua juan judith juergen jurgen julia julian juliane juliana julie julien juliette julio julius justin justyna
jutta kai kamil karen karim karin karina karl karla karolina karoline karsten kasper katarina katarzyna kate katerina katharina katherine kathleen kathrin kathryn
kathy katia katja katrin katy kazuo keith kelly kemal ken kenneth kenji kerstin kevin khaled khalid kim kirsten kirsty kjell klara klaus klemens konrad konstantin
kristen kristian kristin kristina krystyna krzysztof kumar kurt kyle lara larissa larry lars laszlo laura laure laurence laurent lauren laurie layla lea leah
lee leila lena lennart leo leon leonard leonardo leonie leonora leslie leticia levent liam lidia liesbeth lila lilia liliana lily lina linda lindsay lindsey
lisa ljiljana lorenz lorenzo lothar lotte louis louisa louise luc luca lucas lucia luciano lucie lucille lucy ludwig luigi luis luisa luise lukas lukasz lutz
lydia lynn maciej madeleine mads magdalena magnus mahmoud maja malcolm malgorzata malte manfred manon manuel manuela mara marc marcel marcela marcelo marcin marco
marcos marcus marek margaret margarita margherita margit margot maria marian mariana marianne marie marielle marija marijke marina mario marion marisa marius
marjan marko markus marlene marta marten martha martin martina mary maryam massimo mateusz mathias mathieu mathilde matt matteo matthew matthias matthieu
maureen maurice mauricio maurizio max maxim maxime maximilian megan mehdi mehmet melanie melissa mercedes merle mia michael michaela michal michel michele
michelle miguel mihai mikael mike mikhail milan milena milos mina mira miriam mirjam mirko mitchell mohamed mohammad mohammed moira molly mona monica monika
monique moritz muhammad murat mustafa mykola nadia nadine nadja naeem nancy naomi natalia natalie natasha nathalie nathan neil nelly nicholas nick nicola nicolai
nicolas nicole niels nigel nikita nikolai nikolaus nikos nils nina nino noah noel noemi nora norbert norman nuria olaf ole oleg oleksandr olena olga oliver
olivia olivier omar ondrej orla oscar oskar osman otto owen pablo pamela paola paolo pascal pascale patricia patrick patrik patrizia paul paula paulina pauline
paulo pavel pawel pedro peggy peter petr petra petros phil philip philipp philippe phillip pia pierre pietro pilar piotr polly priya przemyslaw rachel rafael
rafal rafaela rahul raimund rainer raj rajesh ralf ralph ramona ramon rania raphael raquel rashid raul ravi raymond rebecca rebekka regina regine reinhard reinhold
rena renata renate rene reza ricardo riccardo richard rita rob robert roberta roberto robin rodrigo roger roland rolf roman romain ronald ronny rosa rosemarie
roswitha ruben rudolf rupert russell ruth ryan sabina sabine sabrina salma salman samantha sami samir samuel sandeep sandra sandro sandy sanjay santiago sara
sarah sascha saskia scott sean sebastian sebastien selim selma serena serge sergei sergey sergio severin shannon sharon shaun sheila shirley sibylle siegfried
sigrid silke silvia silvio simon simona simone sinead sofia sofie sonia sonja sophia sophie soren stefan stefania stefanie stefano steffen steffi stella stephan
stephane stephanie stephen steve steven stewart stuart sunil susan susana susann susanna susanne suzanne svetlana svein sven svenja sylvia sylvie sylwia tamara tania
tanja tara tarek tariq tatiana tatjana teresa terry thea theo theodor theresa therese thierry thilo thomas thorsten tiago tim timo timothy tina tobias todd tom tomas tomasz tommaso
tommy toni tony torben torsten tracy trevor tristan tyler udo ulf ulrich ulrike umar umberto urs ursula ute uta uwe valentin valentina valerie vanessa vera
verena veronica veronika veronique vicente vicky victor viktor viktoria vincent vincenzo viola virginia virginie vitaly vittorio vivian viviane vladimir volker volodymyr
walter waltraud wanda wendy werner wiebke wilfried wilhelm willem william winfried wojciech wolfgang xavier yan yana yann yannick yasmin yasmine yuki yulia yuri yusuf yves
yvonne zachary zainab zoe zofia zuzana
"""
_CYRILLIC = """
алевтина александр александра алексей алена алина алла анастасия анатолий андрей анна антон антонина арина артем артур богдан борис вадим валентин
валентина валерий валерия василий вера вероника виктор виктория виталий владимир владислав вячеслав галина георгий глеб григорий данила дарья денис
дмитрий евгений евгения егор екатерина елена елизавета иван игорь илья инна ирина кирилл константин ксения лариса леонид лидия людмила максим маргарита
марина мария михаил надежда наталия наталья никита николай оксана олег ольга павел петр полина роман руслан светлана семен сергей софья станислав степан
тамара татьяна тимур федор юлия юрий яна ярослав андрій анастасія василь володимир валерій віктор вікторія віталій григорій дарина дмитро євген ірина катерина
марія микола михайло наталія олександр олександра олексій олена оксана павло петро сергій софія тетяна юлія юрій
"""


def is_given_name(word: str) -> bool:
    """Return whether a word is a common given name, in any case, with or without its accents; of "Hans-Peter" the first."""
    folded = word.casefold().split("-")[0]
    if folded in _KNOWN:
        return True
    for written, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "o"), ("ł", "l"), ("ı", "i"), ("ß", "ss")):
        if written in folded and folded.replace(written, plain) in _KNOWN:
            return True
        if written in "øłıß":
            folded = folded.replace(written, plain)
    return "".join(one for one in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(one)) in _KNOWN


_KNOWN = frozenset(f"{_LATIN} {_CYRILLIC}".split())
