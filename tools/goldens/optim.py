"""Write optim/<rule>.json and optim/clip*.json. Run with: /usr/bin/python3 tools/goldens/optim.py"""
from cases import clipping, rules

rules.write()
clipping.write()
