conflict = 5
print(pcall(module, "conflict"))
print(pcall(module)) 
package.preload.loopy = function() return require("loopy") end
print(pcall(require, "loopy"))
package.loaded.loopy = nil
print(package.seeall ~= nil, package.config:sub(1, 1), type(package.loadlib))
