using System.CommandLine;
using System.Globalization;
using StoreForensics.Cli.Commands.Options;
using StoreForensics.Cli.Extraction;
using StoreForensics.Cli.Output;
using StoreForensics.Extraction;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Commands;

/// <summary><c>extract EVIDENCE OBJECT [PATH] -o DIR|FILE.tar</c>: copies a view, or what its layers hold, out of the evidence.</summary>
internal sealed class ExtractCommand
{
    private readonly ViewArguments _view =
        new(new Argument<string>("PATH") { Description = "what of it; it keeps its last name", DefaultValueFactory = _ => "/" });
    private readonly Option<string> _output = new("-o",
        "--output")
    {
        Description = "A directory, or a tar when the name ends in .tar, or - for a tar on standard output",
        HelpName = "DIR|FILE.tar",
        Required = true
    };
    private readonly Option<string?> _layer = new("--layer") { Description = "As this layer holds it (id or prefix), whatever lies above", HelpName = "ID" };
    private readonly Option<bool> _all = new("--all-versions") { Description = "As each layer holds it, each in a directory NNN-step-S-LAYER" };
    private readonly Option<bool> _force = new("--force") { Description = "Write into a directory that is not empty, or over an existing tar; evidence never" };
    private readonly Option<bool> _owners = new("--owners") { Description = "In a directory: numeric owners too" };
    private readonly Option<bool> _setId = new("--set-id") { Description = "In a directory: set-user-id and set-group-id bits too" };
    private readonly Option<bool> _devices = new("--devices") { Description = "In a directory: devices, FIFOs and sockets too" };
    private readonly Option<bool> _xattrs = new("--xattrs") { Description = "In a directory: extended attributes of every kind, not user.* alone" };

    public static Command Build() => new ExtractCommand().Make();

    private Command Make()
    {
        var command = new Command("extract", "Copies files out of an image, a container, a layer or the host") { _output, _layer, _all, _force, _owners, _setId,
            _devices, _xattrs, _view.Evidence.Recovered };
        _view.AddTo(command);
        command.SetAction(call =>
        {
            string output = call.GetValue(_output)!;
            if (call.GetValue(_layer) is not null && call.GetValue(_all))
                throw new UsageException("--layer and --all-versions exclude each other");
            if (_view.IsHost(call) && (call.GetValue(_all) || call.GetValue(_layer) is not null))
                throw new UsageException("the host has no layers: --layer and --all-versions are for images, containers and layers");
            OutputPlace? place = Claim(output, _view.Evidence.Guard(call), call.GetValue(_force));
            return _view.Evidence.Run(call, (analyzer, scratch) => Run(call, analyzer, scratch, place), needsScratch: true,
                readStores: !_view.IsHost(call));
        });
        return command;
    }

    // Null for standard output.
    private static OutputPlace? Claim(string output, EvidenceGuard guard, bool force)
    {
        if (output == "-")
            return null;
        if (output.EndsWith(".tar", StringComparison.OrdinalIgnoreCase))
            return guard.Claim(output, force);
        OutputPlace place = guard.ClaimDirectory(output, force);
        if (!Calls.IsKnownSystem)
            throw new UsageException("a directory can be written on 64-bit Linux only; -o FILE.tar works everywhere");
        if (File.Exists(output))
            throw new UsageException($"{DisplayText.Escape(output)} is a file; a directory, or a name that ends in .tar, is needed");
        if (!force && Directory.Exists(output) && Directory.EnumerateFileSystemEntries(output).Any())
            throw new UsageException($"{DisplayText.Escape(output)} is not empty; --force writes into it all the same");
        return place;
    }

    private void Run(ParseResult call, Analyzer analyzer, Scratch scratch, OutputPlace? output)
    {
        ViewedObject viewed = _view.FindWithPath(call, analyzer);
        byte[] path = _view.Path(call);
        ExtractionPlan plan = call.GetValue(_all) ? ExtractionPlan.OfVersions(viewed, path)
            : ExtractionPlan.Of(call.GetValue(_layer) is { } layer ? viewed.InLayer(layer) : viewed, path);
        if (!plan.Check())
            return; // what is out of reach was said
        var leftOut = new LeftOut();
        string told = "";
        void Extract(IExtractionTarget target)
        {
            var extractor = new Extractor(plan, target, leftOut, analyzer.Problems);
            extractor.Run(scratch, _view.Evidence.Begin("extracting"));
            told = Told(extractor);
        }

        if (output is { IsDirectory: true, MayOverwrite: true } && Directory.Exists(output.FullPath))
            _view.Evidence.Guard(call).CheckBelow(output, plan.Entries().Select(e => e.Path));
        // What cannot be read of the evidence is told file by file: what ends an extraction is its output's.
        WritingFaults.Guard("what is extracted", () =>
            output is null ? ToStandardOutput(stream => Extract(new TarTarget(stream, leftOut)))
            : !output.IsDirectory ? ToTar(output, stream => Extract(new TarTarget(stream, leftOut)))
            : ToDirectory(output, Options(call), leftOut, Extract));
        _view.Evidence.EndProgress();
        if (output is not null)
            Console.Out.WriteLine($"wrote {told} to {DisplayText.Escape(output.Path)}");
        foreach (string line in leftOut.Lines())
            Console.Error.WriteLine("storeforensics: not as in the evidence: " + line);
    }

    private static string Told(Extractor extractor) => string.Create(CultureInfo.InvariantCulture,
        $"{extractor.Files} file{(extractor.Files == 1 ? "" : "s")} ({Tables.Size(extractor.Bytes)}) and {extractor.Others} other entr{(extractor.Others == 1 ? "y" : "ies")}");

    private static bool ToStandardOutput(Action<Stream> write)
    {
        using BufferedStream stream = StandardOutput.Open();
        write(stream);
        stream.Flush();
        return true;
    }

    private static bool ToTar(OutputPlace output, Action<Stream> write) => OutputFile.Write(output, stream =>
    {
        write(stream);
        return true;
    });

    private static bool ToDirectory(OutputPlace output, DirectoryOptions options, LeftOut leftOut, Action<IExtractionTarget> extract) =>
        OutputFile.WriteInto(output, path =>
    {
        try
        {
            using var target = new DirectoryTarget(output, path, options, leftOut);
            extract(target);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{DisplayText.Escape(output.Path)} cannot be written: {DisplayText.Escape(e.Message)}", e);
        }
    });

    private DirectoryOptions Options(ParseResult call) =>
        new(call.GetValue(_force), call.GetValue(_owners), call.GetValue(_setId), call.GetValue(_devices), call.GetValue(_xattrs));
}
