-- insert, remove, sort, and tables as sets.
local function numbers(count)
  local list, seed = {}, 7
  for i = 1, count do
    seed = (seed * 1103 + 12345) % 65536
    list[i] = seed
  end
  return list
end
return function()
  local list, total = numbers(12000), 0
  table.sort(list)
  local records = {}
  for i, n in ipairs(numbers(5000)) do records[i] = { rank = n % 100, name = i } end
  table.sort(records, function(a, b) return a.rank < b.rank or (a.rank == b.rank and a.name < b.name) end)
  total = list[1] + list[6000] + records[2500].name
  local queue = {}
  for i = 1, 400 do table.insert(queue, 1, i) end
  for _ = 1, 400 do total = total + table.remove(queue, 1) end
  local stack = {}
  for round = 1, 10 do
    for i = 1, 2000 do stack[#stack + 1] = i + round end
    for _ = 1, 2000 do total = total + table.remove(stack) end
  end
  local set, index = {}, {}
  for i = 1, 4000 do
    set["k" .. i] = i
    index[records[i]] = i
  end
  for key, value in pairs(set) do
    if value % 3 == 0 then set[key] = nil end
    total = total + value
  end
  for i = 1, 4000 do total = total + index[records[i]] end
  return total
end
