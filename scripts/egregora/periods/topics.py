"""The topics of each period, from a small lexicon that is the same for all.

The lexicon holds topics that groups talk about often, and words that belong to each.
Words are folded and stemmed before they are compared, so one entry covers its forms.
Labels are in the language of the posts, in English where a language has none. The
topics of a period depend on that period alone: neither a new week nor a person who
leaves changes those of other weeks. Health and money are no topics: tags are public.
"""

from __future__ import annotations

import functools

import ibis
import ibis.expr.types as ir
from ibis import _

from egregora.storage import iterate_rows, small_table
from egregora.text import columns
from egregora.text.locales import Translator

TOPIC_WORDS = {
    "food": (
        "receita recipe receta bolo cake pastel queijo cheese queso churrasco "
        "pizza almoço lunch almuerzo jantar dinner cena comida food cozinha "
        "kitchen cocina restaurante restaurant feijoada biscoito galleta cookies "
        "café coffee cerveja essen kuchen käse rezept abendessen mittagessen "
        "frühstück grillen kochen küche bier kaffee gâteau fromage recette dîner "
        "déjeuner cuisine bière manger torta formaggio ricetta pranzo cucina "
        "ristorante birra cibo mangiare gelato"
    ),
    "party": (
        "festa party fiesta aniversário birthday cumpleaños carnaval carnival "
        "bloco fantasia costume parabéns samba natal christmas navidad balada "
        "casamento wedding feier geburtstag weihnachten silvester hochzeit "
        "karneval fasching kostüm fête anniversaire noël mariage déguisement "
        "soirée compleanno natale matrimonio carnevale"
    ),
    "travel": (
        "viagem travel viaje praia beach playa hotel aeroporto airport aeropuerto "
        "passagem flight vuelo mala luggage serra trilha camping acampamento "
        "barraca tent cachoeira waterfall estrada kombi férias vacation "
        "vacaciones tiradentes reise urlaub strand flug flughafen koffer zelt "
        "wandern ausflug voyage plage vacances avion valise aéroport "
        "randonnée viaggio spiaggia vacanza aereo valigia treno "
    ),
    "pets": (
        "gato gata cat cats kitten cachorro dog dogs perro filhote puppy "
        "cachorrinho bird birds pájaro periquito veterinário "
        "ninho nest ração papagaio hund katze vogel welpe kater tierarzt haustier "
        "chien chaton oiseau chiot vétérinaire gatto cane uccello cucciolo "
        "veterinario"
    ),
    "home": (
        "prédio building edificio elevador elevator lift ascensor síndico "
        "landlord porteiro vizinho neighbour neighbor vecino apartamento "
        "apartment aluguel rent condomínio reforma faxina lavanderia laundry "
        "luminária móveis wohnung miete aufzug vermieter nachbar umzug "
        "hausmeister möbel immeuble appartement loyer ascenseur propriétaire "
        "voisin palazzo appartamento affitto ascensore condominio"
    ),
    "music": (
        "música music banda band concert concierto violão guitar guitarra "
        "pandeiro cantar song songs canción disco coral choir chocalho surdo "
        "ensaio rehearsal musik konzert gitarre lied chor singen musique chanson "
        "guitare chorale canzone chitarra coro"
    ),
    "sport": (
        "futebol football fútbol soccer jogo game partido gol goal torcida "
        "corrida running treino training academia gym campeonato copa vôlei "
        "basquete tennis fußball spiel turnier mannschaft verein match équipe "
        "entraînement stade calcio partita squadra allenamento palestra"
    ),
    "work": (
        "trabalho work trabajo chefe boss jefe reunião meeting reunión emprego "
        "job empleo cliente client escritório office oficina entrevista interview "
        "salário salary arbeit büro kollege besprechung gehalt bewerbung kunde "
        "travail bureau salaire emploi boulot lavoro ufficio riunione "
        "stipendio"
    ),
    "school": (
        "escola school escuela prova exam examen aula class clase professor "
        "teacher faculdade college universidade university aluno student estudar "
        "study tese thesis schule prüfung lehrer klausur unterricht studium "
        "hausaufgaben école cours classe devoirs étudiant scuola esame lezione "
        "compiti"
    ),
    "weather": (
        "chuva rain lluvia temporal storm tormenta calor frio neve snow nieve "
        "vento wind viento enchente flood guarda-chuva umbrella apagão blackout "
        "regen schnee sturm wetter gewitter hitze pluie neige orage météo soleil "
        "chaleur pioggia freddo"
    ),
    "screen": (
        "filme film movie película cinema cine série series netflix livro book "
        "libro novela episódio episode capítulo teatro theatre theater romance "
        "kino buch serie cinéma bouquin puntata romanzo"
    ),
    "technology": (
        "computador computer ordenador celular phone internet wifi senha password "
        "aplicativo software programa robô robot impressora printer notebook "
        "laptop rechner passwort drucker ordinateur téléphone imprimante logiciel "
        "telefonino stampante"
    ),
    "family": (
        "mãe mother madre pai father filho filha avó grandmother abuela avô irmão "
        "irmã brother sister hermano bebê baby sobrinho tios primo cousin mutter "
        "vater bruder schwester sohn tochter eltern mère père fils fille frère "
        "soeur cousine figlio figlia fratello sorella nonna nonno mamma"
    ),
    "politics": (
        "política politics eleição election elecciones governo government "
        "gobierno presidente president prefeito mayor voto deputado senado "
        "congresso politik wahl regierung bundestag minister politique "
        "gouvernement maire ministre elezioni ministro"
    ),
}


# Of the messages of a period, the part that speaks of a topic at least; and how many,
# by how many people.
MIN_TOPIC_SHARE = 0.03
MIN_TOPIC_MESSAGES = 3
MIN_TOPIC_PEOPLE = 2
# Topics of a period, at most.
MAX_TOPICS_PER_PERIOD = 3

TopicsByPeriod = dict[str, list[str]]


def rank_topics(
    tokens: ir.Table, stems: ir.Table, spans: ir.Table, terms: ir.Table
) -> ir.Table:
    """Return what each period speaks of: first what its telling words are about.

    Parameters
    ----------
    tokens, stems, spans
        The words of all messages, their stems, and the periods: see `number_words`.
    terms
        The words that tell each period, with their `weight`.

    Returns
    -------
    ir.Table
        `period`, `topic`, and `place` from 0.
    """
    named = stems.inner_join(topic_stems(), "term").select("stem", "topic")
    weights = (
        terms.inner_join(named, "stem")
        .group_by("span", "topic")
        # Sums of decimals do not depend on their order.
        .aggregate(weight=_.weight.cast("decimal(9, 4)").sum())
    )
    order = ibis.window(
        group_by="span", order_by=[_.weight.desc(), _.times.desc(), ibis.asc("topic")]
    )
    return (
        tokens.inner_join(named, "stem")
        .group_by("span", "topic")
        .aggregate(times=_.message.nunique(), people=_.person.nunique())
        .inner_join(spans, "span")
        .filter(
            _.people >= MIN_TOPIC_PEOPLE,
            _.times >= MIN_TOPIC_MESSAGES,
            _.times >= MIN_TOPIC_SHARE * _.spoken,
        )
        .left_join(weights, ["span", "topic"])
        .mutate(weight=_.weight.fill_null(0))
        .mutate(place=ibis.row_number().over(order))
        .filter(_.place < MAX_TOPICS_PER_PERIOD)
        .select("period", "topic", "place")
    )


def topic_stems() -> ir.Table:
    """Return the folded stems that tell of a topic of the lexicon: `topic`, `term`."""
    pairs = [
        (topic, word) for topic, said in TOPIC_WORDS.items() for word in said.split()
    ]
    return (
        small_table(pairs, {"topic": "string", "word": "string"})
        .select("topic", term=columns.stem_of(columns.fold(_.word)))
        .distinct()
    )


def topics_by_period(topics: ir.Table) -> TopicsByPeriod:
    """Return the names of the topics of each period, as the lexicon has them."""
    found: TopicsByPeriod = {}
    for row in iterate_rows(topics.order_by("period", "place")):
        found.setdefault(row["period"], []).append(row["topic"])
    return found


@functools.cache
def topic_labels(language: str) -> dict[str, str]:
    """Return what each topic is called in the language of the posts."""
    translator = Translator(language, "topics")
    return {topic: translator.say(topic) for topic in TOPIC_WORDS}
