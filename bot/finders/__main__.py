from bot.finders.process import main

main()
