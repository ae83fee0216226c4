"""Topics that groups speak of again and again, and words that tell of them.

Words are folded and cut to stems when they are compared, so that one entry stands for
its forms. The labels are in the language of the posts, English where it is not listed.
"""

from __future__ import annotations

LABELS = {
    "food": {"pt": "comida", "es": "comida"},
    "party": {"pt": "festa", "es": "fiesta"},
    "travel": {"pt": "viagem", "es": "viaje"},
    "pets": {"pt": "bichos", "es": "animales"},
    "home": {"pt": "casa", "es": "casa"},
    "music": {"pt": "música", "es": "música"},
    "sport": {"pt": "esporte", "es": "deporte"},
    "work": {"pt": "trabalho", "es": "trabajo"},
    "school": {"pt": "escola", "es": "escuela"},
    "health": {"pt": "saúde", "es": "salud"},
    "money": {"pt": "dinheiro", "es": "dinero"},
    "weather": {"pt": "tempo", "es": "clima"},
    "screen": {"pt": "filmes e livros", "es": "cine y libros", "en": "film and books"},
    "technology": {"pt": "tecnologia", "es": "tecnología"},
    "family": {"pt": "família", "es": "familia"},
    "politics": {"pt": "política", "es": "política"},
}

WORDS = {
    "food": "receita recipe receta bolo cake pastel queijo cheese queso churrasco "
    "pizza almoço lunch almuerzo jantar dinner cena comida food cozinha "
    "kitchen cocina restaurante restaurant feijoada biscoito galleta "
    "cookies café coffee cerveja",
    "party": "festa party fiesta aniversário birthday cumpleaños carnaval carnival "
    "bloco fantasia costume parabéns samba natal christmas navidad balada "
    "casamento wedding",
    "travel": "viagem travel viaje praia beach playa hotel aeroporto airport "
    "aeropuerto passagem flight vuelo mala luggage serra trilha camping "
    "acampamento barraca tent cachoeira waterfall estrada kombi férias "
    "vacation vacaciones tiradentes",
    "pets": "gato gata cat cats kitten cachorro dog dogs perro filhote puppy "
    "cachorrinho passarinho pássaro bird birds pájaro periquito veterinário "
    "ninho nest ração papagaio",
    "home": "prédio building edificio elevador elevator lift ascensor síndico "
    "landlord porteiro vizinho neighbour neighbor vecino apartamento "
    "apartment aluguel rent condomínio reforma faxina "
    "lavanderia laundry luminária móveis",
    "music": "música music banda band show concert concierto violão guitar guitarra "
    "pandeiro cantar song songs canción disco coral choir chocalho surdo "
    "ensaio rehearsal",
    "sport": "futebol football fútbol soccer jogo game partido gol goal torcida "
    "corrida running treino training academia gym campeonato copa vôlei "
    "basquete tennis",
    "work": "trabalho work trabajo chefe boss jefe reunião meeting reunión emprego "
    "job empleo cliente client escritório office oficina entrevista "
    "interview salário salary",
    "school": "escola school escuela prova exam examen aula class clase professor "
    "teacher faculdade college universidade university aluno student "
    "estudar study tese thesis",
    "health": "médico doctor hospital febre fever fiebre remédio medicine gripe "
    "dentista dentist consulta vacina vaccine vacuna cirurgia surgery "
    "farmácia pharmacy",
    "money": "dinheiro money dinero boleto bills pagar banco bank preço price "
    "precio imposto taxes dívida debt vaquinha cartão caro expensive barato "
    "cheap desconto",
    "weather": "chuva rain lluvia temporal storm tormenta calor frio neve snow nieve "
    "vento wind viento enchente flood guarda-chuva umbrella apagão blackout",
    "screen": "filme film movie película cinema cine série series netflix livro book "
    "libro novela episódio episode capítulo teatro theatre theater romance",
    "technology": "computador computer ordenador celular phone internet wifi senha "
    "password aplicativo software programa robô robot impressora printer "
    "notebook laptop",
    "family": "mãe mother madre pai father filho filha avó grandmother abuela "
    "avô irmão irmã brother sister hermano bebê baby sobrinho tios primo "
    "cousin",
    "politics": "política politics eleição election elecciones governo government "
    "gobierno presidente president prefeito mayor voto deputado senado "
    "congresso",
}


def label(topic: str, language: str) -> str:
    """Return what a topic is called in the language of the posts."""
    return LABELS[topic].get(language) or LABELS[topic].get("en") or topic
