local t = { 1, 2, 3, 4, 5 }
print(table.remove(t), table.remove(t, 1), table.remove(t, 2), table.concat(t, ","), #t)
print(table.remove({}), table.remove({}, 1), table.remove(t, 10), #t, table.remove(t, 0), #t)
print(select("#", table.remove({})), select("#", table.remove({ 1 })), select("#", table.remove({ 1 }, 5)))
print(pcall(table.remove), pcall(table.remove, nil), pcall(table.remove, {}, "x"), pcall(table.remove, { 1 }, {}))
local q = {} for i = 1, 10 do q[i] = i * i end
while #q > 0 do io.write(table.remove(q, 1), " ", table.remove(q) or "-", ";") end print()
print(table.remove({ 7, 8, 9 }, "2"), table.remove({ 7, 8, 9 }, 1.9))
