using System.Globalization;
using StoreForensics.Fuzz;
using StoreForensics.Fuzz.Targets;

// storeforensics-fuzz [--time SECONDS] [--target NAME[,NAME]] [--seeds FOLDER] [--seed NUMBER] [--only N] [--keep FOLDER] [--list]
Dictionary<string, string> options = [];
for (int i = 0; i < args.Length; i++)
{
    if (args[i] == "--list")
    {
        Console.WriteLine(string.Join('\n', TargetTable.All.Select(t => t.Name)));
        return 0;
    }
    if (i + 1 == args.Length || args[i] is not ("--time" or "--target" or "--seeds" or "--seed" or "--only" or "--keep"))
    {
        Console.Error.WriteLine($"{args[i]}: options are --time, --target, --seeds, --seed, --only and --keep, each with a value, and --list");
        return 2;
    }
    options[args[i]] = args[++i];
}

double seconds = double.Parse(options.GetValueOrDefault("--time", "10"), CultureInfo.InvariantCulture);
int number = int.Parse(options.GetValueOrDefault("--seed", "1"), CultureInfo.InvariantCulture);
long? only = options.TryGetValue("--only", out string? n) ? long.Parse(n, CultureInfo.InvariantCulture) : null;
string[] wanted = options.TryGetValue("--target", out string? names) ? names.Split(',') : [.. TargetTable.All.Select(t => t.Name)];
if (wanted.FirstOrDefault(w => TargetTable.All.All(t => t.Name != w)) is { } unknown)
{
    Console.Error.WriteLine($"{unknown}: no such target; --list tells them");
    return 2;
}

string kept = Directory.CreateDirectory(options.GetValueOrDefault("--keep", Path.Combine(Checkout.Root, "artifacts", "fuzz"))).FullName;
Console.WriteLine($"seed number {number}, {seconds} s a target, crashes in {kept}");
Console.WriteLine($"{"target",-14}{"seeds",7}{"executions",12}{"a second",10}{"crashes",9}");
int crashes = 0;
foreach (Target target in TargetTable.All.Where(t => wanted.Contains(t.Name)))
{
    var session = new Session(target, number, new Seeds(options.GetValueOrDefault("--seeds")), kept);
    if (!session.HasSeeds)
    {
        Console.WriteLine($"{target.Name,-14}{0,7}  no seeds: give some by --seeds");
        crashes++;
        continue;
    }
    Figures figures = session.Run(TimeSpan.FromSeconds(seconds), only);
    crashes += figures.Crashes;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{figures.Target,-14}{figures.Seeds,7}{figures.Executions,12}{figures.Executions / figures.Seconds,10:F1}{figures.Crashes,9}"));
}
return crashes == 0 ? 0 : 1;
