"""Numbers that only look like phone numbers, and what is written beside numbers."""

from __future__ import annotations

import re

DATE = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))"
NUMBER = r"\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?(?!\d)"
UNIT = (
    r"(?:%|[kmgt]b\b|k?m[²³2]?\b|cm\b|kg\b|ml\b|kwh\b|mil\b|milh|mi\b|bi\b|reais\b|real\b"
    r"|euros?\b|d[oó]lares\b|dollars?\b|pounds?\b|pesos\b|[€£₹¥]|bucks\b|views?\b|pontos\b"
    r"|points?\b|pts\b|likes\b|passos\b|steps\b|people\b|pessoas\b|millones\b|tausend\b)"
)
# What is no phone: dates, times, ranges of years, addresses of machines, prices,
# amounts, versions.
BENIGN = re.compile(
    rf"(?<![\d+(])(?<!\d[-.])(?:{DATE}(?:["
    rf" T,]{{1,2}}\d{{1,2}}[:h]\d{{2}}(?::\d{{2}})?)?"
    r"(?![\d-]|\.\d)"
    r"|(?:19|20)\d{2}(?: ?[-/] ?(?:19|20)\d{2})+(?![\d-])|\d[.,]\d{4,}(?![\d.,-])"
    r"|\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)|\d{1,2}h(?![a-z\d])"
    r"|\d{1,2}/\d{1,2}(?![\d-]|/\d)"
    r"|(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}(?![\d.])"
    rf"|(?:{NUMBER}) ?{UNIT}"
    r"|\d+(?:\.\d+)*\.\d(?:\.\d+)*(?!\d)(?!\.\d))"
    rf"|(?:[rua]s?\$|[$€£₹¥]|\b(?:brl|usd|eur|gbp|inr|rs\.?|chf)) ?(?:{NUMBER})"
    r"|\bv\d[\d.]+",
    re.IGNORECASE,
)

ORDERED = re.compile(
    r"(?<![^\W\d_])(?:pedido|encomenda|order|protocolo|protocol|c[oó]d(?:igo)?|code|ticket|chamado|nota"
    r"|nf-?e?|fatura|invoice|rechnung|rastre\w*|tracking|refer\w*|ref|processo|case|caso"
    r"|sku|isbn|boleto|lote|serial|s[ée]rie|bestell\w*|commande|ordine|voo|flight|build"
    r"|artikel|item|produto|product|parcel|package|pacote|bug|issue|#|n[º°])"
    r"(?:[\s:.#º°\-]|number|n[uú]mero|nummer|num[ée]ro|no\b|nr\b|is\b|é\b|do\b|da\b|de\b|of\b"
    r"|the\b|ist\b|est\b)*$",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"(?:\btel|fone|phone|\bcel\b|celular|m[óo]vil|mobile|whats\w*|\bzap|\bwpp|\bcall|\blig"
    r"|\bcontat|\bcontact|n[úu]mero|\bnumber|nummer|\btext (?:me|him|her|us)"
    r"|\bsms|\bpix"
    r"|handy|t[ée]l[ée])[^\d]{0,16}$",
    re.IGNORECASE,
)
