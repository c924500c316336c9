-- Concatenation, format, and strings as keys.
local function shuffle(text)
  local out = {}
  for i = 1, #text do out[#out + 1] = text:sub(-i, -i) .. text:byte(i) end
  return table.concat(out, "-")
end
return function()
  local text, size = "", 0
  for i = 1, 4000 do text = text .. "part" .. i .. "," end
  local lines = {}
  for i = 1, 8000 do lines[i] = string.format("%05d %s %.3f", i, "name", i / 7) end
  size = #text + #table.concat(lines, "\n")
  local seen = {}
  for i = 1, #text do
    local c = text:sub(i, i)
    seen[c] = (seen[c] or 0) + 1
  end
  for i = 1, 60 do size = size + #shuffle("some words " .. i) end
  return size + seen[","] + #text:upper():lower():rep(3)
end
