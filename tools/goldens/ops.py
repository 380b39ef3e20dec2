"""Write ops/<op>.json: values and gradients of every op, in f64. Run with: python3 tools/goldens/ops.py [op...]"""
from cases import dropout, elementwise, losses, movement, products, reductions

for group in (elementwise, reductions, movement, products, losses, dropout):
    group.write()
