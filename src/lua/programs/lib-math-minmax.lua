print(math.max(1, 5, 3), math.min(1, 5, 3), math.max(-1), math.min("2", "10"), math.max(1, "3", 2))
print(pcall(math.max), pcall(math.min), pcall(math.max, 1, "x"), pcall(math.max, nil, 1), pcall(math.min, 1, {}))
print(math.max(math.huge, 1), math.min(-math.huge, 1), math.max(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), math.huge, -math.huge)
