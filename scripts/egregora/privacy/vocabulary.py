"""Words that stand in and beside names. Folded, as `folding.fold` leaves them.

Names of people come from the roster, never from here.
"""

from __future__ import annotations

from egregora.privacy.lists import listed

# Never a name by themselves, and skipped within one: João da Silva.
PARTICLES = listed(
    """
    a al ap ben bin bint da das de degli dei del della den der di do dos du e el het i
    ibn la las le les lo los mac mc 't te ten ter van vande vd vom von vor y zu zum
    zur abu umm ould oglu
    """
)

# Before a name: what follows is one.
TITLES = listed(
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
LABELS = listed(
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
SAINTS = listed(
    """
    sao santo santa san saint st st. ste sainte sankt
    """
)
SAINTLY_PLACES = listed(
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
NO_DIMINUTIVES = listed(
    """
    andorinha bainha baixinho bainhas cadinho caminho caminha campainha carinho
    casinha cozinha cozinho espinho espinha farinha focinho galinha golfinho gatinho
    gatinha ladainha linha linho madrinha marinha marinho mesquinho minha moinho ninho
    padrinho pergaminho pinho pinha rainha redemoinho sardinha sobrinha sobrinho
    sozinha sozinho tainha tinha vinha vinho vizinha vizinho toninha rosinha
    """
)

# Han family names of two characters.
LONG_SURNAMES = listed(
    """
    欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 皇甫 令狐 慕容 司徒
    """
)

# Everybody, as WhatsApp and people call it.
EVERYBODY = listed(
    """
    all everyone everybody someone me here todos todas todo geral galera meta
    """
)

# Titles that make a name of what follows in small letters too.
STRONG_TITLES = listed(
    """
    dona dr dra sr sra srta mr mrs ms miss herr frau senhor senhora senor senora
    signor signora tio tia vo uncle auntie aunt onkel tante prof profa mme monsieur
    madame
    """
)
