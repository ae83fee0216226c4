"""Words that help to tell a name from a word. Folded, as `folding.fold` leaves them.

Names of people come from the roster, never from here: a word of these lists is only
redacted with more care if it happens to be somebody's name.
"""

from __future__ import annotations

# Never a name by themselves, and skipped within one: João da Silva.
PARTICLES = frozenset(
    """
    a al ap ben bin bint da das de degli dei del della den der di do dos du e el het i
    ibn la las le les lo los mac mc 't te ten ter van vande vd vom von vor y zu zum zur
    abu umm ould oglu
    """.split()
)

# Before a name: what follows is one.
TITLES = frozenset(
    """
    dr dra dra. doutor doutora doctor docteur sr sra srta sres senhor senhora senor
    senora seu dona don dom mr mrs ms miss mister sir lady madam madame mme mlle monsieur
    m. herr frau fraulein signor signora signore prof profa professor professora profe
    tio tia tito tita uncle auntie aunt onkel tante oncle zio zia vo vovo vova nonno nonna
    abuelo abuela oma opa padre frei irma irmao sor fr pastor pastora rev coach chef
    capitao captain compadre comadre sheikh hajj ustad sri shri smt pandit swami haji pak
    bu ibu bapak bang kak mas mbak
    """.split()
)

# What people put beside a name in their contacts: no name by itself.
LABELS = frozenset(
    """
    mae mamae pai papai mom mum mommy dad daddy amor love vida meu minha my mi mein meine
    mon ma irmao irma brother sister hermano hermana bruder schwester frere soeur primo
    prima cousin cousine sobrinho sobrinha afilhado afilhada filho filha son daughter hijo
    hija sohn tochter marido esposa esposo husband wife mann ehemann ehefrau namorado
    namorada novio novia vizinho vizinha neighbor neighbour vecino vecina nachbar nachbarin
    voisin voisine amigo amiga friend colega chefe boss trabalho trampo work trabajo arbeit
    travail casa home house maison haus escola school escuela schule ecole faculdade
    universidade uni university igreja church academia gym futebol football soccer yoga
    pilates novo nova new nuevo nueva neu neue nouveau nouvelle velho velha old antigo
    antiga cel celular telefone fone phone mobile movil handy numero number zap whats
    whatsapp wpp contato contact contacto nome name nombre grupo group encanador pintor
    eletricista pedreiro marceneiro jardineiro faxineira diarista plumber painter
    electrician gardener cleaner medico medica doctor dentista dentist psicologo psicologa
    advogado advogada lawyer abogado abogada anwalt contador contadora engenheiro
    engenheira nutri personal trainer babysitter baba sindico sindica porteiro zelador uber
    taxi taxista motorista driver mecanico mechanic padaria mercado farmacia loja shop
    store market corretor corretora imobiliaria fisio veterinario vet cabeleireiro
    manicure barbeiro barber jr junior junor filho neto sobrinho sr senior ii iii iv
    oficial official brasil brazil portugal usa uk deutschland italia espana mexico bot
    suporte support atendimento admin sem nao no not the com and
    """.split()
)

# Given names and family names that are also words, per language; `romance` is
# Portuguese, Spanish and Italian, whose writers read each other.
NAMES_OF_WORDS = {
    "romance": """
        abril agosto agua aguiar alba alegre alegria allegra allegro alma altair
        alto alva alvo amado amaro amato amor amore amparo angel angeles angeli
        angelo anjo anjos aparecida areia arruda arte asuncion aurora azul barca
        barra barro barros basile bassi beira bela bella bello belo bem bene
        benedita bento bianca bianchi bianco bispo blanca blanco boa boas bom bonfim
        bons borba bosco bosque braga branca branco bravo bruna bruni bruno buena
        bueno cabello cabeza calado caldas caldeira calle calvo camara caminha
        camino campana campo campos candida candido cano canto capela cara carmo
        carneiro carreira carvalho casa casas castanho castelo castillo catena
        celeste cera chagas chaves chiara chiesa cielo cisne clara claro claros
        clemente coelho conceicao concha consolo consuelo conte conti cordeiro
        corona correia corte cortes costa cravo crespo croce cruz cuesta dado damas
        delgado delicias deus dia dias dolce dolores domingo donati dores dourado
        dulce duque encarnacao encina esperanca esperanza estrela estrella falcao
        faria fausto fe feijo feliz ferraro ferreira ferri ferro festa figueira
        fiore fiorella fiori flor flora flores fontana fonte fontes forte fortes
        fortuna franca franchi franco freire fuente fuentes furtado gaia gallo gama
        garza gaspar gato gatti gatto gentile gioia gloria graca gracia grande
        grandi granja grasso greco grossi guapo guerra guerrero guerrieri guia
        hermoso herrero hidalgo hierro hora horta huerta iglesias inmaculada iris
        islas ivo jacinto jardim jasmim jazmin jesus joia jordao lago lagos lapa
        leal leao leitao leite leon leone ley lima limeira linda lindo lira lluvia
        lobo longo lozano lua luce lupo luz macarena machado maia maio malo manso
        manzano mar marchi marcial marco mares margarida marinho marini marino
        martini martir massimo mata matos mattos mayo mayor meira mel mela mercado
        mercedes mesa mesquita milagres milagros mina miranda moinho molina molino
        montana monte montes monti mora morais morales moreira morena moreno moro
        muro nascimento natal natale natividade neri nero neve neves nieto nieves
        nino nobile nobre nogueira noite norte nova novo oliva orejas orlando ouro
        pace padilha paixao palacios palma palmeira paloma paredes parente parra
        parreira pascoa pascual passos pastor pastora patricio paz pedra pedreira
        peixe pellegrini pena penha pequeno perdigon pereira perla perola piazza
        piedad pilar pimenta pinheiro pinho pino pinto pio plata plaza poco poli
        ponte pontes ponti porta portela porto pozo prado prata preto prieto
        primavera primo prudente puente puerta quadros quinta quintal ramos rayo
        real redondo rei reina reis remedios reyes ribeira ribeiro ricco rico rincon
        rio rios riva rivera robles rocha rocio roda rojas rojo roman romero rosa
        rosario rosas rossa rosso roxo rubi rubio sal sala salas saldanha sales
        salgado salud salvador santa santana santi santiago santo santoro santos
        sarti seco serafim serena sereno serra serrano severo sierra silveira
        silvestre socorro sol sole soledad soledade soto souto tejada testa tina tom
        tome toro torre torres trigo triguero trindade vale valente valle varela
        vega veiga vela velho vento ventura vera veras verde verdi vespa vicente
        victoria vida viejo vila villa vinha violeta vita vitale viti vitoria viva
        zapatero zucca
        """,
    "english": """
        abby ace alba amber angel april archer art ash aspen august autumn axel
        bailey baker banks barker barn baron bass bay bear beau beck bell belle
        berry beverly bill bills birch bird bishop black blake blanche bloom blossom
        blue bolt bond booker booth bow branch brand brandy brave brook brooke
        brooks brown buck bud buddy bull burns bush butler cain candy cane cannon
        carpenter carter cash castle cat chance chandler charity chase chip
        christian church clay cliff close coal colt cook cooper coral cord cotton
        couch crane crisp cross crystal curry curt cutter cyan daisy dale dandy dash
        dawn day dear dee destiny diamond dick dix doe dolly don dot dove drew duke
        dusty earl early east easter ebony eden elder ember english ever fair fairy
        faith falcon farmer fawn fern field fields fin finch fish fisher flint
        florence flower flowers ford forest forrest fort foster fox frank franklin
        freeman french frost gage gale garland garner garnet gene genesis gilt
        ginger glen gold golden good goode grace grant graves gray green grey grove
        guy hale hall hand happy hardy harley harmony harper hart hatch haven hawk
        hazel head heart heath heather heaven herb hill hills holiday holly honey
        hood hooker hope house howl hull hunt hunter iris ivory ivy jack jade
        jasmine jay jet jewel jewell johns jolly journey joy july june juniper
        justice kay keen kelp kid kidd king kings kit kite knight lake lamb lance
        land lane lark law lawn le lee liberty light linden link lion little lock
        long lot love low lucky mace mack maddy major marble march mariner mark
        marks marsh marshal mason masters may mays mead meadow melody mercedes mercy
        merit merry mild miles mill miller mills mint miracle misty mo mole moon
        moor moore morning moss muse myrtle nero nettle new noble nova nun oak ocean
        olive opal orange otter owl pace page paige palmer pan pansy park parker
        parks parson pat patience patty payne peace pearl pearls penny pepper perch
        perry pet phoenix pierce piper plum polish pool poole poppy pound power
        powers precious price prince princess queen quill rain ram raven rays read
        reed reef regal rex rice rich ridge river rivers robin rock rocks rocky rod
        roman rose rosemary roses row rowan ruby rue rule rusty sable sage sailor
        saint sandy sapphire savage saw scarlet scarlett seal sears serenity shade
        sharp shell shep shepherd short sierra silver singer sky slate slater small
        smart smith snow sonny sparrow spice spring spruce star stark starr steel
        sterling stone stones storm strange street strong sugar summer summers sun
        sunny swan sweet swift tab tad tag tailor tanner tawny taylor teal temple
        tide tiger trace trinity true trusty turner valentine van velvet victory
        viola violet virgin virginia walker wall waller walls ward warden warren
        waters way weaver weeks wells west wheat wheeler white wild wilder will
        willow wills win windy winner winter winters wise wolf wolfe wood woods wren
        wright young zen
        """,
    "german": """
        abend acker adler anker apfel arm bach bader bar bauer baum becher becker
        beer berg berger blum blume bock bohne brand braun brunn buch busch dachs
        dick dorn engel ernst essen esser falk feder fein feld fink fischer
        fleischer forst frank frei freund friede frisch froh fromm frost fuchs
        fuhrmann fuss gans gast gerber gold gott grab gross grun gut haas haase hahn
        halm hammer hans haupt heide heiland held herbst hering herr herz herzog
        himmel hirsch hof hofer hoffnung honig horn huber huhn hut jager jung junge
        kaiser kalb kamm kastner kater kaufmann kern kessel kind kirsch klein klug
        knabe koch kohl konig korb korn kraft krebs kreuz krieg kuhn kunst kurz lamm
        land lang lange lehrer leicht lenz lieb linde lohn lowe luft mai mark markt
        may meer meier meister mond montag morgen moser muller mutter nacht nagel
        nuss ochs pfau pfeiffer pfennig pilz platz probst rabe ranke rasch rat rau
        rebe recht reich reif reiter richter riese ring ritter rosen rot roth rothe
        ruhe sack sand sanft sauer schaf schatz schild schlaf schlecht schlosser
        schmied schnee schneider schon schott schreiber schuh schumacher schuster
        schutz schwab schwarz see seele sieg silber simmel sommer sonne sonntag
        specht sperling spiegel spitz stahl stark stein stern stolz storch strauss
        stumpf sturm tag taube teich teufel thal topf traum treu ungar vater vogel
        vogt voll wagner wald weber weide wein weise weiss wiese wild wirt witz wolf
        wunder wurst zahn zander zeit ziegler zimmer zorn
        """,
    "french": """
        aimee ange avril beau belle berger blanc blanche bleu bois bon bonheur
        bonnet boucher boulanger bouvier brun brune capucine carpentier cerise
        chanson charpentier chevalier clair claire clemence clement constant cordier
        couturier dame desire desiree dieu faure fer fleur fleury fontaine forestier
        fort fournier france gage gaillard garnier germain gros hiver juste lange
        lavande leblanc lebrun legrand lemaire leroux leroy lion lis loup lucide mai
        maire marchal marchand marguerite marin marine mars masson mercier merle
        meunier modeste moine moreau noir oiseau olive oliver orange parfait pasteur
        pecheur petit pierre pin poirier poisson pons prosper prudent prune rayon
        reine riviere roche roi rose rossignol rousseau roux roy sage soleil
        tailleur tessier tourneur vallee vasseur verger vert violette voisin
        """,
}  # fmt: skip
ORDINARY = {
    language: frozenset(listed.split()) for language, listed in NAMES_OF_WORDS.items()
}
SYLLABLES = frozenset(
    "an chi ha ho kim le lin mai min my to vo yu li lu ma su wang yang xi mia noa nana".split()
)

# Words that take a noun and hardly ever a person's name: um, the, each, zwei.
DETERMINERS_OF = {
    "romance": frozenset(
        """
        um uma uns umas dois duas tres quatro cinco seis sete oito nove dez cada muito muita
        muitos muitas pouco poucas poucos varios varias alguns algumas todos todas outros
        outras quantos quantas un una unos unas dos cuatro siete ocho nueve diez algunos
        algunas muchos muchas due quattro cinque sei sette otto dieci ogni alcuni
        """.split()
    ),
    "english": frozenset(
        """
        the an every each some any no two three four five six seven eight nine ten many few
        several these those other
        """.split()
    ),
    "german": frozenset(
        """
        ein eine einen einem einer eines kein keine keinen zwei drei vier funf sechs sieben
        acht neun zehn jede jeder jedes
        """.split()
    ),
    "french": frozenset(
        "une deux trois sept huit dix chaque quelques plusieurs ces".split()
    ),
}
DETERMINERS = frozenset().union(*DETERMINERS_OF.values())

# After a capital that opens a sentence: a person does this, a thing hardly.
HUMAN_VERBS = frozenset(
    """
    disse falou chegou vai vem veio foi ta esta estava mandou manda quer queria pediu perguntou
    respondeu sabe tem tinha comprou contou trouxe acha achou ligou avisou escreveu pode podia
    fez faz esqueceu adorou gostou ama odeia concorda saiu entrou voltou mora ficou levou pagou
    ganhou perdeu lembrou confirmou viu ouviu riu chorou topa topou cuidou ajudou trabalha
    said says is was has had did does went goes wants wanted told tells came comes asked asks
    sent sends thinks thought knows knew lives bought brought forgot loves loved hates likes
    liked called texted wrote left made makes took agreed laughed won lost paid helped works
    dijo dice fue va viene vino esta estaba tiene quiere pidio pregunto sabe compro conto
    trajo llamo llego salio hizo mando escribio cree
    sagt sagte ist war hat hatte kommt kam geht ging will wollte fragt fragte schreibt schrieb
    weiss meint meinte bringt brachte wohnt kauft kaufte
    dit a est etait vient veut voulait demande arrive sait pense habite apporte ecrit
    ha detto e era viene vuole chiede sa pensa abita porta scrive dice
    """.split()
) - {"a", "e", "i"}

CONJUNCTIONS = frozenset("e and y und et & ou or o oder com with mit con avec".split())

# Months that are names too, and what stands before a month.
MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
    enero febrero marzo mayo junio julio septiembre octubre noviembre diciembre mai juni juli
    januar februar marz oktober dezember avril juin juillet aout gennaio aprile maggio giugno
    luglio settembre ottobre dicembre
    """.split()
)
ENGLISH_MONTHS = frozenset("april may june july august".split())
BEFORE_ENGLISH_MONTHS = frozenset(
    "in since until till last next mid early late this of every".split()
)
BEFORE_MONTHS = frozenset(
    "em de desde ate en im seit bis ab depuis di fine final inicio".split()
)

# Saints are places more often than people: São Paulo, Santa Catarina, San José.
SAINTS = frozenset("sao santo santa san saint st st. ste sainte sankt".split())
SAINTLY_PLACES = frozenset(
    """
    andre barbara bento bernardo caetano carlos catarina clara cruz diego domingo fe felipe
    francisco gabriel goncalo helena jose joao jorge juan leopoldo lourenco lucas lucia luis
    luiz luzia marcos maria marino marta martin mateus miguel monica nicolas paulo pedro petersburg rafael
    remo rita roque rosa salvador sebastian sebastiao tereza teresa teresinha tome vicente
    etienne denis germain malo tropez moritz gallen louis paul pauli peter
    """.split()
)

# Diminutives in -inho and -inha that are words of their own.
NO_DIMINUTIVES = frozenset(
    """
    andorinha bainha baixinho bainhas cadinho caminho caminha campainha carinho casinha
    cozinha cozinho espinho espinha farinha focinho galinha golfinho gatinho gatinha ladainha
    linha linho madrinha marinha marinho mesquinho minha moinho ninho padrinho pergaminho
    pinho pinha rainha redemoinho sardinha sobrinha sobrinho sozinha sozinho tainha tinha
    vinha vinho vizinha vizinho toninha rosinha
    """.split()
)

# Han family names of two characters.
LONG_SURNAMES = frozenset("欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 令狐 慕容 司徒".split())

# Everybody, as WhatsApp and people call it.
EVERYBODY = frozenset("all everyone everybody someone here todos todas todo geral galera meta".split())

# Words that say in which language a text is, for the lists above.
TELLING = {
    "romance": frozenset(
        """
        nao voce vc que uma com para pra pro esta ta muito isso ele ela mas foi ja tambem eu
        meu minha dos ao na em os por nos pelo pela sao tem vai obrigada obrigado hoje agora
        aqui gente mais quem onde qual vem kkkk valeu bom boa dia oi sim el los las una con
        muy eso pero fue ya tambien yo mi del es lo gracias hola hoy il gli non che di per
        sono ho anche della grazie ciao y da o um se
        """.split()
    ),
    "english": frozenset(
        """
        the and is are you to of it that for this was have not what with my we they he she
        on at be your can just so i'm in its has had been thanks thank please good when who
        how there here i will would could should me his her our from or but if yes no ok
        """.split()
    ),
    "german": frozenset(
        """
        der die das und ist nicht ich du wir sie er es ein eine mit fur auf von zu haben hat
        war was wie auch noch im am den dem danke bitte ja nein bei uns mir mich
        """.split()
    ),
    "french": frozenset(
        """
        le les des une est et je tu nous vous il elle pas dans pour avec sur qui que ce mais
        du au merci bonjour oui non la chez mon ma moi
        """.split()
    ),
}

# Given names that open sentences as words: what follows must tell.
OPENERS = frozenset(
    """
    will may mark grant chase drew bill rob sue pat hope art faith joy grace rich frank dawn
    jack june april august summer don guy max rose price love chance charity christian clay
    cliff crystal dale dash destiny dot drake duke faith fern ford forest gale gene glen gold
    grove happy harmony heart heaven honey hunter journey justice kay king lance liberty
    light long lucky major march mercy merit merry miles mint miracle misty morning noble ocean
    page patience peace pearl penny pepper phoenix pierce precious prince rain ray reed river
    rock rusty sage sandy sky snow star sterling stone storm strong sunny sweet tad teal tide
    victory wade ward west wild win winter wise wolf young amor alegria anjo bela belo bem boa
    boas bom bons brava caio cara casa celeste claro cristal deus dia dias domingo esperanca
    feliz fe flor flores fortuna gloria gloria graca grande guerra hora jardim jesus joia leal
    lindo linda livre lua luz mae mar mel milagres natal neve noite norte nova novo ouro paixao
    parente paz pedra pequeno perola porto primavera rainha real rei reis rio santa santo santos
    senhor serena sereno sol tempo trigo vale ventura verdade verde viva vida vitoria sorte
    morgen sommer winter ernst frei klein jung gold sonne montag sonntag engel bon belle claire
    noel mars avril juste soleil primo felice pace gioia luce mai juin juni
    """.split()
)
# In a sentence with one of these, a word that opens it is the thing.
NATURES = frozenset(
    """
    cor cores color colour colores colors colours flor flores flower flowers fruta fruit
    palavra palabra word nome name nota som tom voz mes month months meses ovo ovos egg eggs
    gema gemas planta plant arvore tree pedra stone comida food cidade city rio river praia
    farbe blume monat wort stadt couleur fleur mois mot ville colore fiore parola citta
    camisa vestido pintura tinta paint dress shirt parede wall estacao season
    """.split()
)
# A person is addressed after these, also in small letters.
GREETINGS = frozenset(
    """
    obrigada obrigado obg brigada brigado valeu vlw oi ola oie tchau parabens desculpa
    desculpe perdao opa eai thanks thx thank you ty hi hey hello bye sorry please dear
    congratulations gracias hola adios felicidades perdona danke hallo tschuss bitte merci
    salut bonjour desole grazie ciao scusa prego amada querido querida caro cara diolch
    """.split()
)
# What a person does and no thing does: also after small letters.
SPEECH = frozenset(
    """
    disse falou mandou pediu perguntou respondeu contou avisou ligou escreveu sabe acha achou
    chorou riu topou concordou reclamou comentou explicou said says asked asks told thinks
    thought knows laughed called texted wrote agreed replied dijo dice pregunto pidio conto
    llamo escribio cree sagte sagt fragte meinte schrieb ha detto chiede a dit parou
    """.split()
) - {"a", "ha"}
# After an English word that is a name, a reader of Portuguese or Spanish addresses one.
ADDRESSING = frozenset("voce vc vcs ce tu usted du vous".split())
# Titles that make a name of what follows in small letters too.
STRONG_TITLES = frozenset(
    """
    dona dr dra sr sra srta mr mrs ms miss herr frau senhor senhora senor senora signor
    signora tio tia vo uncle auntie aunt onkel tante prof profa mme monsieur madame
    """.split()
)
