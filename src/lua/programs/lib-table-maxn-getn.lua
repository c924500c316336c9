print(table.maxn({}), table.maxn({ 1, 2, 3 }), table.maxn({ [10] = 1, [2.5] = 2 }), table.maxn({ [-5] = 1, x = 2 }))
print(table.maxn({ [1e10] = 1 }), table.maxn({ 1, nil, 3 }), pcall(table.maxn), pcall(table.maxn, 1))
print(table.getn({ 1, 2, 3 }), pcall(table.getn, nil))
