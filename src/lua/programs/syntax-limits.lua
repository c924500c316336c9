local function try(name, source) local f, e = loadstring(source, "=lim") print(name, f and "ok" or e) end
local parts = {}
for i = 1, 200 do parts[i] = "local v" .. i .. " = " .. i end
try("200 locals", table.concat(parts, "\n"))
parts[201] = "local v201"
try("201 locals", table.concat(parts, "\n"))
local ups, use = {}, {}
for i = 1, 60 do ups[i] = "local u" .. i use[i] = "u" .. i end
try("60 upvalues", table.concat(ups, " ") .. " return function() return " .. table.concat(use, ", ") .. " end")
ups[61] = "local u61" use[61] = "u61"
try("61 upvalues", table.concat(ups, " ") .. "\nreturn function() return " .. table.concat(use, ", ") .. " end")
try("nested parens ok", "return " .. ("("):rep(100) .. "1" .. (")"):rep(100))
try("nested parens bad", "return " .. ("("):rep(300) .. "1" .. (")"):rep(300))
try("nested tables bad", "return " .. ("{"):rep(300) .. ("}"):rep(300))
try("nested functions", ("return function() "):rep(50) .. (" end"):rep(50))
try("many elseif", "if x then " .. ("elseif y then "):rep(300) .. " end")
try("long concat", "return 'a'" .. (" .. 'b'"):rep(150))
try("concat bad", "return 'a'" .. (" .. 'b'"):rep(250))
try("long add", "return 1" .. (" + 1"):rep(1000))
try("many returns", "return " .. ("1,"):rep(150) .. "1")
local args = {}
for i = 1, 150 do args[i] = "a" .. i end
try("150 parameters", "return function(" .. table.concat(args, ",") .. ") return a1 + a150 end")
