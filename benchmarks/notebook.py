# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import quantstats as qs

# %% tags=["parameters"]
fast: int = 10
slow: int = 100

# %%
days = pd.bdate_range("2000-01-03", periods=5000)
noise = np.random.default_rng(7).normal(0.0003, 0.01, len(days))
close = pd.Series(100 * np.exp(np.cumsum(noise)), index=days)
position = (close.rolling(fast).mean() > close.rolling(slow).mean()).astype(float).shift(1).fillna(0)
returns = position * close.pct_change().fillna(0)

# %%
trades = []
held, entry = 0.0, 0.0
for price, wanted in zip(close, position, strict=True):
    if wanted != held:
        if held:
            trades.append(price / entry - 1)
        held, entry = wanted, price
len(trades), sum(trades)

# %%
drawdown = (1 + returns).cumprod() / (1 + returns).cumprod().cummax() - 1
measures = pd.Series(
    {
        "sharpe": qs.stats.sharpe(returns),
        "sortino": qs.stats.sortino(returns),
        "max_drawdown": drawdown.min(),
        "cagr": qs.stats.cagr(returns),
    }
)
measures

# %%
monthly = returns.groupby([returns.index.year, returns.index.month]).apply(lambda month: (1 + month).prod() - 1)
monthly.unstack().round(4)

# %%
fig, (top, bottom) = plt.subplots(2, 1, figsize=(9, 6), sharex=True)
top.plot((1 + returns).cumprod())
top.plot(close / close.iloc[0])
bottom.fill_between(days, drawdown)
plt.show()

# %%
fig, axis = plt.subplots(figsize=(9, 4))
axis.imshow(monthly.unstack(), aspect="auto", cmap="RdYlGn")
plt.show()
