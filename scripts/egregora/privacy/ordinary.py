"""Names that are also words. Folded.

Names of people come from the roster, never from here: a name that is in these lists is
redacted only where it is used as one.
"""

from __future__ import annotations

from egregora.privacy.lists import listed

# Given names and family names that are also words, per language; `romance` is
# Portuguese, Spanish and Italian, whose writers read each other.
NAMES_OF_WORDS = {
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
ORDINARY = {language: listed(words) for language, words in NAMES_OF_WORDS.items()}
SYLLABLES = listed(
    """
    an chi ha ho kim le lin mai min my to vo yu li ma su wang yang xi mia noa nana max
    """
)

# Given names that open sentences as words: what follows must tell.
OPENERS = listed(
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
PAIRS = listed(
    """
    ai am an as at ba be by da de do ei em en es et eu ex fa fe fi go ha he hi ho id if
    in io is it ja je la le li lo ma me mi mo my na ne ni no nu oh oi ok on or os ou pa
    pe po pi re ri sa se si so ta te ti to tu ui um un up us va ve vi vo we ya yo
    """
)
