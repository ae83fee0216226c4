"""Words around a name that tell whether it is one. Folded."""

from __future__ import annotations

from egregora.privacy.lists import listed

# Words that take a noun and hardly ever a person's name: um, the, each, zwei.
DETERMINERS_OF = {
    "romance": listed(
        """
        um uma uns umas dois duas tres quatro cinco seis sete oito nove dez cada muito
        muita muitos muitas pouco poucas poucos varios varias alguns algumas todos
        todas outros outras quantos quantas un una unos unas dos cuatro siete ocho
        nueve diez algunos algunas muchos muchas due quattro cinque sei sette otto
        dieci ogni alcuni
        """
    ),
    "english": listed(
        """
        the an every each some any no two three four five six seven eight nine ten
        many few several these those other
        """
    ),
    "german": listed(
        """
        ein eine einen einem einer eines kein keine keinen zwei drei vier funf sechs
        sieben acht neun zehn jede jeder jedes
        """
    ),
    "french": listed(
        """
        une deux trois sept huit dix chaque quelques plusieurs ces
        """
    ),
}
DETERMINERS = frozenset().union(*DETERMINERS_OF.values())

# After a capital that opens a sentence: a person does this, a thing hardly.
HUMAN_VERBS = listed(
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

CONJUNCTIONS = listed(
    """
    e and y und et & ou or o oder com with mit con avec
    """
)

# Months that are names too, and what stands before a month.
MONTHS = listed(
    """
    january february march april may june july august september october november
    december janeiro fevereiro marco abril maio junho julho agosto setembro outubro
    novembro dezembro enero febrero marzo mayo junio julio septiembre octubre
    noviembre diciembre mai juni juli januar februar marz oktober dezember avril juin
    juillet aout gennaio aprile maggio giugno luglio settembre ottobre dicembre
    """
)
ENGLISH_MONTHS = frozenset(["april", "may", "june", "july", "august"])
BEFORE_ENGLISH_MONTHS = listed(
    """
    in since until till last next mid early late this of every
    """
)
BEFORE_MONTHS = listed(
    """
    em de desde ate en im seit bis ab depuis di fine final inicio
    """
)

# Words that say in which language a text is, for the lists above.
TELLING = {
    "romance": listed(
        """
        nao voce vc que uma com para pra pro esta ta muito isso ele ela mas foi ja
        tambem eu meu minha dos ao na em os por nos pelo pela sao tem vai obrigada
        obrigado hoje agora aqui gente mais quem onde qual vem kkkk valeu bom boa dia
        oi sim el los las una con muy eso pero fue ya tambien yo mi del es lo gracias
        hola hoy il gli non che di per sono ho anche della grazie ciao y da o um se
        """
    ),
    "english": listed(
        """
        the and is are you to of it that for this was have not what with my we they he
        she on at be your can just so i'm in its has had been thanks thank please good
        when who how there here i me his her our from or but if yes ok
        """
    ),
    "german": listed(
        """
        der die das und ist nicht ich du wir sie er es ein eine mit fur auf von zu
        haben hat war was wie auch noch im am den dem danke bitte ja nein bei uns mir
        mich
        """
    ),
    "french": listed(
        """
        le les des une est et je tu nous vous il elle pas dans pour avec sur qui que
        ce mais du au merci bonjour oui non la chez mon ma moi
        """
    ),
}

# In a sentence with one of these, a word that opens it is the thing.
NATURES = listed(
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
GREETINGS = listed(
    """
    obrigada obrigado obg brigada brigado valeu vlw oi ola oie tchau parabens desculpa
    desculpe perdao opa eai thanks thx thank you ty hi hey hello bye sorry please dear
    congratulations gracias hola adios felicidades perdona danke hallo tschuss bitte
    merci salut bonjour desole grazie ciao scusa prego amada querido querida caro cara
    diolch
    """
)
# What a person does and no thing does: also after small letters.
SPEECH = listed(
    """
    disse falou mandou pediu perguntou respondeu contou avisou ligou escreveu sabe
    acha achou chorou riu topou concordou reclamou comentou explicou said says asked
    asks told thinks thought knows laughed called texted wrote agreed replied dijo
    dice pregunto pidio conto llamo escribio cree sagte sagt fragte meinte schrieb ha
    detto chiede a dit parou
    """
) - {"a", "ha"}
# After an English word that is a name, a reader of Portuguese or Spanish addresses one.
ADDRESSING = listed(
    """
    voce vc vcs ce tu usted du vous
    """
)
