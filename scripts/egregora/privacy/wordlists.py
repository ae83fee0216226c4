"""Words that decide whether something is a name, folded as by `fold_name`.

Common words that are names too, words in and beside names (particles, titles, labels of
contacts), and context words around names (determiners, verbs, months, greetings).
Names of people come from the roster, never from here: a name in these lists is redacted
only where it is used as one.
"""

from __future__ import annotations

from egregora.privacy.normalize import word_set

# Never a name by themselves, and skipped within one: João da Silva.
NAME_PARTICLES = word_set(
    """
    a al all ap ben bin bint da dall das de degli dei del dell della den der di do dos
    du e el het i nell sull
    ibn la las le les lo los mac mc 't te ten ter van vande vd vom von vor y zu zum
    zur abu umm ould oglu
    """
)

# Before a name: what follows is one.
PERSONAL_TITLES = word_set(
    """
    dr dra dra. doutor doutora doctor docteur sr sra srta sres senhor senhora senor
    senora seu dona don dom mr mrs ms miss mister sir lady madam madame mme mlle
    monsieur m. herr frau fraulein signor signora signore prof profa professor
    professora profe tio tia tito tita uncle auntie aunt onkel tante oncle zio zia vo
    vovo vova nonno nonna abuelo abuela oma opa padre frei irma irmao sor fr pastor
    pastora rev coach chef capitao captain compadre comadre sheikh hajj ustad sri shri
    smt pandit swami haji pak bu ibu bapak bang kak mas mbak
    """
)

# What people put beside a name in their contacts: no name by itself.
CONTACT_LABELS = word_set(
    """
    mae mamae pai papai mom mum mommy dad daddy amor love vida meu minha my mi mein
    meine mon ma irmao irma brother sister hermano hermana bruder schwester frere
    soeur primo prima cousin cousine sobrinho sobrinha afilhado afilhada filho filha
    son daughter hijo hija sohn tochter marido esposa esposo husband wife mann ehemann
    ehefrau namorado namorada novio novia vizinho vizinha neighbor neighbour vecino
    vecina nachbar nachbarin voisin voisine amigo amiga friend colega chefe boss
    trabalho trampo work trabajo arbeit travail casa home house maison haus escola
    school escuela schule ecole faculdade universidade uni university igreja church
    academia gym futebol football soccer yoga pilates novo nova new nuevo nueva neu
    neue nouveau nouvelle velho velha old antigo antiga cel celular telefone fone
    phone mobile movil handy numero number zap whats whatsapp wpp contato contact
    contacto nome name nombre grupo group encanador pintor eletricista pedreiro
    marceneiro jardineiro faxineira diarista plumber painter electrician gardener
    cleaner medico medica doctor dentista dentist psicologo psicologa advogado
    advogada lawyer abogado abogada anwalt contador contadora engenheiro engenheira
    nutri personal trainer babysitter baba sindico sindica porteiro zelador uber taxi
    taxista motorista driver mecanico mechanic padaria mercado farmacia loja shop
    store market corretor corretora imobiliaria fisio veterinario vet cabeleireiro
    manicure barbeiro barber jr junior junor filho neto sobrinho sr senior ii iii iv
    oficial official brasil brazil portugal usa uk deutschland italia espana mexico
    bot suporte support atendimento admin sem nao no not the com and atender responder
    pizzaria restaurante bar hotel pousada clinica oficina transporte transportes
    delivery lanches padeiro acougue salao
    """
)

# Saints are places more often than people: São Paulo, Santa Catarina, San José.
SAINTS = word_set(
    """
    sao santo santa san saint st st. ste sainte sankt
    """
)
SAINTLY_PLACES = word_set(
    """
    andre barbara bento bernardo caetano carlos catarina clara cruz diego domingo fe
    felipe francisco gabriel goncalo helena jose joao jorge juan leopoldo lourenco
    lucas lucia luis luiz luzia marcos maria marino marta martin mateus miguel monica
    nicolas paulo pedro petersburg rafael remo rita roque rosa salvador sebastian
    sebastiao tereza teresa teresinha tome vicente etienne denis germain malo tropez
    moritz gallen louis paul pauli peter
    """
)

# Diminutives in -inho and -inha that are words of their own.
NO_DIMINUTIVES = word_set(
    """
    andorinha bainha baixinho bainhas cadinho caminho caminha campainha carinho
    casinha cozinha cozinho espinho espinha farinha focinho galinha golfinho gatinho
    gatinha ladainha linha linho madrinha marinha marinho mesquinho minha moinho ninho
    padrinho pergaminho pinho pinha rainha redemoinho sardinha sobrinha sobrinho
    sozinha sozinho tainha tinha vinha vinho vizinha vizinho toninha rosinha
    """
)

# Han family names of two characters.
TWO_CHARACTER_SURNAMES = word_set(
    """
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 令狐 慕容 司徒
    """
)

# Everybody, as WhatsApp and people call it.
EVERYBODY = word_set(
    """
    all everyone everybody someone me here todos todas todo geral galera meta channel
    tous tout alle jeder tutti все всех herkes hepsi सभी सब الجميع الكل 所有人 全体 全員
    全员 みんな 모두 iedereen wszyscy semua semuanya alla kaikki toti όλοι כולם همه
    усі всі
    """
)

# Titles that make a name of what follows in small letters too.
STRONG_TITLES = word_set(
    """
    dona dr dra sr sra srta mr mrs ms miss herr frau senhor senhora senor senora
    signor signora tio tia vo uncle auntie aunt onkel tante prof profa mme monsieur
    madame
    """
)


# Words that take a noun and hardly ever a person's name: um, the, each, zwei.
DETERMINERS_BY_LANGUAGE = {
    "romance": word_set(
        """
        um uma uns umas dois duas tres quatro cinco seis sete oito nove dez cada muito
        muita muitos muitas pouco poucas poucos varios varias alguns algumas todos
        todas outros outras quantos quantas un una unos unas dos cuatro siete ocho
        nueve diez algunos algunas muchos muchas due quattro cinque sei sette otto
        dieci ogni alcuni
        """
    ),
    "english": word_set(
        """
        the an every each some any no two three four five six seven eight nine ten
        many few several these those other
        """
    ),
    "german": word_set(
        """
        ein eine einen einem einer eines kein keine keinen zwei drei vier funf sechs
        sieben acht neun zehn jede jeder jedes
        """
    ),
    "french": word_set(
        """
        une deux trois sept huit dix chaque quelques plusieurs ces
        """
    ),
}
DETERMINERS = frozenset().union(*DETERMINERS_BY_LANGUAGE.values())

# After a capital that opens a sentence: a person does this, a thing hardly.
HUMAN_VERBS = word_set(
    """
    disse falou chegou vai vem veio foi ta esta estava mandou manda quer queria pediu
    perguntou respondeu sabe tem tinha comprou contou trouxe acha achou ligou avisou
    escreveu pode podia fez faz esqueceu adorou gostou ama odeia concorda saiu entrou
    voltou mora ficou levou pagou ganhou perdeu lembrou confirmou viu ouviu riu chorou
    topa topou cuidou ajudou trabalha said says is was has had did does went goes
    wants wanted told tells came comes asked asks sent sends thinks thought knows knew
    lives bought brought forgot loves loved hates likes liked called texted wrote left
    made makes took agreed laughed won lost paid helped works dijo dice fue va viene
    vino esta estaba tiene quiere pidio pregunto sabe compro conto trajo llamo llego
    salio hizo mando escribio cree sagt sagte ist war hat hatte kommt kam geht ging
    will wollte fragt fragte schreibt schrieb weiss meint meinte bringt brachte wohnt
    kauft kaufte dit a est etait vient veut voulait demande arrive sait pense habite
    apporte ecrit ha detto e era viene vuole chiede sa pensa abita porta scrive dice
    """
) - {"a", "e", "i"}

CONJUNCTIONS = word_set(
    """
    e and y und et & ou or o oder com with mit con avec
    """
)

# Months that are names too, and what stands before a month.
MONTHS = word_set(
    """
    january february march april may june july august september october november
    december janeiro fevereiro marco abril maio junho julho agosto setembro outubro
    novembro dezembro enero febrero marzo mayo junio julio septiembre octubre
    noviembre diciembre mai juni juli januar februar marz oktober dezember avril juin
    juillet aout gennaio aprile maggio giugno luglio settembre ottobre dicembre
    """
)
ENGLISH_MONTHS = frozenset(["april", "may", "june", "july", "august"])
BEFORE_ENGLISH_MONTHS = word_set(
    """
    in since until till last next mid early late this of every
    """
)
BEFORE_MONTHS = word_set(
    """
    em de desde ate en im seit bis ab depuis di fine final inicio
    """
)

# Words that say in which language a text is, for the lists above.
LANGUAGE_MARKERS = {
    "romance": word_set(
        """
        nao voce vc que uma com para pra pro esta ta muito isso ele ela mas foi ja
        tambem eu meu minha dos ao na em os por nos pelo pela sao tem vai obrigada
        obrigado hoje agora aqui gente mais quem onde qual vem kkkk valeu bom boa dia
        oi sim el los las una con muy eso pero fue ya tambien yo mi del es lo gracias
        hola hoy il gli non che di per sono ho anche della grazie ciao y da o um se
        """
    ),
    "english": word_set(
        """
        the and is are you to of it that for this was have not what with my we they he
        she on at be your can just so i'm in its has had been thanks thank please good
        when who how there here i me his her our from or but if yes ok
        """
    ),
    "german": word_set(
        """
        der die das und ist nicht ich du wir sie er es ein eine mit fur auf von zu
        haben hat war was wie auch noch im am den dem danke bitte ja nein bei uns mir
        mich
        """
    ),
    "french": word_set(
        """
        le les des une est et je tu nous vous il elle pas dans pour avec sur qui que
        ce mais du au merci bonjour oui non la chez mon ma moi
        """
    ),
}

# In a sentence with one of these, a word that opens it is the thing.
THING_NOUNS = word_set(
    """
    cor cores color colour colores colors colours flor flores flower flowers fruta
    fruit palavra palabra word nome name nota som tom voz mes month months meses ovo
    ovos egg eggs gema gemas planta plant arvore tree pedra stone comida food cidade
    city rio river praia farbe blume monat wort stadt couleur fleur mois mot ville
    colore fiore parola citta camisa vestido pintura tinta paint dress shirt parede
    wall estacao season
    """
)
# A person is addressed after these, also in small letters.
GREETINGS = word_set(
    """
    obrigada obrigado obg brigada brigado valeu vlw oi ola oie tchau parabens desculpa
    desculpe perdao opa eai thanks thx thank you ty hi hey hello bye sorry please dear
    congratulations gracias hola adios felicidades perdona danke hallo tschuss bitte
    merci salut bonjour desole grazie ciao scusa prego amada querido querida caro cara
    diolch
    """
)
# What a person does and no thing does: also after small letters.
SPEECH_VERBS = word_set(
    """
    disse falou mandou pediu perguntou respondeu contou avisou ligou escreveu sabe
    acha achou chorou riu topou concordou reclamou comentou explicou said says asked
    asks told thinks thought knows laughed called texted wrote agreed replied dijo
    dice pregunto pidio conto llamo escribio cree sagte sagt fragte meinte schrieb ha
    detto chiede a dit parou
    """
) - {"a", "ha"}
# After an English word that is a name, a reader of Portuguese or Spanish addresses one.
ADDRESS_PRONOUNS = word_set(
    """
    voce vc vcs ce tu usted du vous
    """
)


# Given names and family names that are also words, per language; `romance` is
# Portuguese, Spanish and Italian, whose writers read each other.
COMMON_WORD_LISTS = {
    "romance": """
        abad abade abril agosto agua aguia aguiar aguila ajo alba alcalde alegre
        alegria aleman allegra allegro alma altair alto alva alvo amado amanecer
        amarillo amaro amato amor amore amparo angel angeles angeli angelica angelo
        anjo anjos aparecida areia arroyo arruda arte ascension asuncion aurora
        azucena azucenas azul barbara barbaro barbero barca barra barriga barro
        barros barroso basile bassi becerra beira bela bella bello belo bem bene
        benedita benigno bento bermejo bezerra bianca bianchi bianco bispo blanca
        blanco boa boas boaventura bom bonfim bons borba borboleta borrego bosco
        bosque braga branca branco bravo brisa bruna bruni bruno buena bueno
        caballero cabello cabeza calabaza calado caldas caldeira calle calvo camara
        camelia caminha camino campana campo campos candida candido cano cantero
        canto capela capitan cara cardeal cardenal caridad caridade carmo carneiro
        carpintero carreira carvalho casa casado casas castanho castano castelo
        castillo catalan catena cavalcante cavaleiro cazador cebada cebolla celeste
        centeno cera cereza cerro chagas chaves chiara chiesa cielo ciervo cisne
        cisnes clara claro claros clemente coelho colorado conceicao concepcion
        concha conde condes consolo constante consuelo conte conti cordeiro cordero
        corona correia corte cortes costa cravo crespo croce cruces cruz cuervo
        cuesta cueva cuevas cura dado dalia damas delgado delicias deus dia dias
        dolce dolores domingo domingos donati dores dourado dulce duque encarnacao
        encarnacion encina enero escribano esperanca esperanza estrela estrella
        falcao faria fausto fe febrero feijo felicidad felicidade feliz ferraro
        ferreira ferri ferro festa fevereiro fiel figueira fiore fiorella fiori flor
        flora flores fontana fonte fontes forte fortes fortuna frade fraile franca
        frances franchi franco freire fresa frota fuente fuentes furtado gaia galan
        gallardo gallego gallina gallo galo gama garbanzo garza gaspar gato gatti
        gatto gavilan gentile gioia gloria graca gracia grande grandi granja grasso
        greco griego grossi guapo guerra guerreiro guerrero guerrieri guia hermoso
        herrero hidalgo hierro higuera hora horta hortensia huerta iglesias infante
        ingles inmaculada iris islas ivo jacinto janeiro jardim jasmim jazmin jesus
        joia jordao jueves justa justo lago lagos laguna lapa laurel leal leao
        leitao leite leon leone ley lima limao limeira limon linda lindo lira llano
        llanos lluvia lobo lobos longo loureiro louro lozano lua luce luna lunes
        lupo luz macarena machado magnolia maia maio malo manso manzana manzano mar
        marchi marcial marco mares margarida margarita marinho marini marino
        mariposa marques martes martini martir massimo mata matos mattos maxima
        maximo mayo mayor meira mel mela menino meninos mercado mercedes mesa
        mesquita miercoles milagres milagros mina minimo miranda moco modesta
        modesto moinho molina molinero molino monje montana monte montes monti mora
        morado morais morales moras moreira morena moreno moro moura mouro muro
        naranja naranjo nascimento natal natale natividade neri nero neve neves
        nieto nieves ninho nino ninos nobile nobre nogal nogueira noite norte nova
        novo nube nuvem oliva olivares olivera olmo olmos orejas orlando oso osos
        ouro pace padilha paixao palacio palacios palma palmeira paloma palomo papa
        paraiso pardo paredes parente parra parreira pascoa pascual passos pastor
        pastora patricio paz pedra pedreira peixe pellegrini pena penha pequeno
        perales perdigon pereira perfecto perfeito perico perla perola pescador
        piazza piedad pilar pimenta pinheiro pinho pino pinto pio plata playa plaza
        poco poli ponte pontes ponti porta portela porto portugues pozo prado prata
        preto prieto primavera primo princesa principe prudente puente puerta
        puertas quadros quinta quintal ramos rapaz raposa raposo rayo real redondo
        regina rei reina reis remedios rey reyes ribeira ribeiro ribera ricco rico
        rincon rio rios riva rivera robledo robles rocha rocio roda rojas rojo roman
        romana romano romero rosa rosario rosas rossa rosso roxo rubi rubio sabado
        sacristan sal sala salas saldanha sales salgado salud salvador santa santana
        santi santiago santo santoro santos sarti sastre seco serafim serena sereno
        serra serrano severo sierra silveira silvestre socorro sol soldado soldados
        sole soledad soledade soltero soto souto tejada testa tina tom tome tomillo
        toro torre torres trigo triguero trindade trinidad trinidade vaca vacas vale
        valente valentim valle varela vega veiga vela velho ventana vento ventura
        vera veras verde verdi vespa vicente victoria vida viejo viernes vila villa
        vina vinas vinha violeta visitacion vita vitale viti vitoria vitorino
        vitorioso viva zapatero zorro zucca
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
        powers precious price prince princess prudence queen quill rain ram raven rays
        read
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
        pecheur petit pierre pin poirier poisson pons prosper prudence prudent prune
        rayon
        reine riviere roche roi rose rossignol rousseau roux roy sage soleil
        tailleur tessier tourneur vallee vasseur verger vert violette voisin
        """,
}  # fmt: skip
COMMON_WORDS = {
    language: word_set(words) for language, words in COMMON_WORD_LISTS.items()
}
COMMON_SYLLABLES = word_set(
    """
    an chi ha ho kim le lin mai min my to vo yu li ma su wang yang xi mia noa nana max
    """
)

# Given names that open sentences as words: what follows must tell.
SENTENCE_OPENERS = word_set(
    """
    will may mark grant chase drew bill rob sue pat hope art faith joy grace rich
    frank dawn jack june april august summer don guy max rose price love chance
    charity christian clay cliff crystal dale dash destiny dot drake duke faith fern
    ford forest gale gene glen gold grove happy harmony heart heaven honey hunter
    journey justice kay king lance liberty light long lucky major march mercy merit
    merry miles mint miracle misty morning noble ocean page patience peace pearl penny
    pepper phoenix pierce precious prince rain ray reed river rock rusty sage sandy
    sky snow star sterling stone storm strong sunny sweet tad teal tide victory wade
    ward west wild win winter wise wolf young amor alegria anjo bela belo bem boa boas
    bom bons brava caio cara casa celeste claro cristal deus dia dias domingo
    esperanca feliz fe flor flores fortuna gloria gloria graca grande guerra hora
    jardim jesus joia leal lindo linda livre lua luz mae mar mel milagres natal neve
    noite norte nova novo ouro paixao parente paz pedra pequeno perola porto primavera
    rainha real rei reis rio santa santo santos senhor serena sereno sol tempo trigo
    vale ventura verdade verde viva vida vitoria sorte morgen sommer winter ernst frei
    klein jung gold sonne montag sonntag engel bon belle claire noel mars avril juste
    soleil primo felice pace gioia luce mai juin juni
    """
)

# Words of two letters; other names of two letters are names in any case.
TWO_LETTER_WORDS = word_set(
    """
    ai am an as at ba be by da de do ei em en es et eu ex fa fe fi go ha he hi ho id if
    in io is it ja je la le li lo ma me mi mo my na ne ni no nu oh oi ok on or os ou pa
    pe po pi re ri sa se si so ta te ti to tu ui um un up us va ve vi vo we ya yo
    """
)
