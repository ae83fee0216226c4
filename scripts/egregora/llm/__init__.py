"""Models: requests, cached answers, and the providers behind them."""
