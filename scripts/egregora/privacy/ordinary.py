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
        fortuna franca franchi franco freire frota fuente fuentes furtado gaia
        gallo gama
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
