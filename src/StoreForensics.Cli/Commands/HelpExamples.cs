using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StoreForensics.Cli.Commands;

/// <summary>The usual help, and after it calls to start from.</summary>
internal sealed class HelpExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly Dictionary<string, string[]> s_examples = new(StringComparer.Ordinal)
    {
        ["storeforensics"] = ["storeforensics info host.tar.gz", "storeforensics analyze host.tar.gz -o report.pdf -o report.html -o timeline.csv",
            "storeforensics findings host.E01"],
        ["analyze"] =
        [
            "storeforensics analyze host.tar.gz -o report.pdf -o timeline.csv",
            "storeforensics analyze /mnt/host/var/lib/docker -o case/",
            "storeforensics analyze web.E01 db.E01 -o case.sqlite --case 2026-07 --examiner 'A. Lovelace'",
            "storeforensics analyze db.tar -o night.case/ --hash files",
            "storeforensics analyze host.tar --since 2026-11-01 --until 2026-11-24 --logs all -o - --format jsonl --ecs",
        ],
        ["info"] = ["storeforensics info disk.qcow2", "storeforensics info host.tar --layout", "storeforensics info web.tar db.tar --format json"],
        ["images"] = ["storeforensics images host.tar", "storeforensics images host.tar --all --format json"],
        ["pods"] = ["storeforensics pods node.tar"],
        ["swarm"] = ["storeforensics swarm evidence.tar", "storeforensics swarm evidence.tar --format json"],
        ["builds"] = ["storeforensics builds host.tar", "storeforensics builds host.tar 54ysy5aouogb", "storeforensics builds host.tar --cache"],
        ["containers"] = ["storeforensics containers host.tar", "storeforensics containers web.tar db.tar --format json"],
        ["history"] = ["storeforensics history host.tar shop/web:1.4 --changes", "storeforensics history host.tar shop/web:1.4 --dockerfile"],
        ["compare"] = ["storeforensics compare host.tar shop/web:1.3 shop/web:1.4"],
        ["diff"] = ["storeforensics diff host.tar web"],
        ["logs"] = ["storeforensics logs host.tar web --tail 20", "storeforensics logs host.tar 36d497b7c8dc --format json"],
        ["ls"] = ["storeforensics ls host.tar web /tmp -l", "storeforensics ls host.tar shop/web:1.4 --recursive --format json",
            "storeforensics ls disk.E01 @host /etc -l"],
        ["cat"] = ["storeforensics cat host.tar web /etc/passwd", "storeforensics cat host.tar shop/web:1.4 /etc/passwd --all-versions"],
        ["findings"] = ["storeforensics findings host.tar", "storeforensics findings web.tar db.tar --format json"],
        ["ask"] = ["storeforensics ask persistence host.tar", "storeforensics ask around case.sqlite --around '2026-11-24 04:05' --window 10m",
            "storeforensics ask entry --sql"],
        ["query"] =
        [
            "storeforensics query night.case 'SELECT evidence, count(*) AS findings FROM findings GROUP BY ALL ORDER BY ALL'",
            "storeforensics query web.case db.case \"SELECT evidence, path FROM files WHERE path LIKE '%authorized_keys'\" --format csv",
        ],
        ["report"] = ["storeforensics report night.case -o fleet.html", "storeforensics report web.case db.case -o fleet.html --case '2026-07'"],
        ["hunt"] = ["storeforensics hunt db.tar files.E01 --from web.sqlite", "storeforensics hunt host.tar --from case.iocs.csv --format json",
            "storeforensics hunt newhost.tar --from night.case"],
        ["rules"] = ["storeforensics rules list", "storeforensics rules check our-rules/"],
        ["problems"] = ["storeforensics problems", "storeforensics problems SF-TAR-0003"],
        ["verify"] = ["storeforensics verify host.tar", "storeforensics verify host.tar --all --format json"],
        ["extract"] = ["storeforensics extract host.tar web /tmp -o out/", "storeforensics extract host.tar shop/web:1.4 -o image.tar"],
        ["whose"] = ["storeforensics whose host.tar var/lib/docker/overlay2/8a21b0d1293d/diff/etc/passwd"],
        ["timeline"] = ["storeforensics timeline host.tar > timeline.csv",
            "storeforensics timeline host.tar --container web --type 'layer.file.*' --path '/etc/*'",
            "storeforensics timeline host.tar --format bodyfile | mactime -y -d -b -"],
        ["completion"] = ["eval \"$(storeforensics completion bash)\"", "storeforensics completion fish | source"],
    };

    /// <summary>By the command's name.</summary>
    public static IReadOnlyDictionary<string, string[]> All => s_examples;

    /// <summary>Every command under a root has them.</summary>
    public static void AddTo(RootCommand root)
    {
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpExamples((HelpAction)help.Action!);
            // An evidence may be called /h.
            help.Aliases.Remove("/h");
            help.Aliases.Remove("/?");
        }
    }

    /// <summary>Who asks for help has not made a mistake yet.</summary>
    public override bool ClearsParseErrors => true;

    // A command below another has that one's.
    private static string[]? Of(Command? command) => command switch
    {
        null => null,
        RootCommand => s_examples[ToolVersion.Name],
        _ => s_examples.GetValueOrDefault(command.Name) ?? Of(command.Parents.OfType<Command>().FirstOrDefault()),
    };

    public override int Invoke(ParseResult parseResult)
    {
        int code = usual.Invoke(parseResult);
        if (Of(parseResult.CommandResult.Command) is { } examples)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in examples)
                output.WriteLine("  " + example);
        }
        return code;
    }
}
