using System.Buffers;
using System.Text;
using StoreForensics.Docker.Logs;
using StoreForensics.Evidence;
using StoreForensics.Findings.Contents;
using StoreForensics.Findings.Indicators;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>What to look with.</summary>
public sealed record FindingsOptions
{
    public RuleLibrary Rules { get; init; } = RuleLibrary.BuiltIn;

    /// <summary>Null: none.</summary>
    public IndicatorList? Indicators { get; init; }

    /// <summary>Null: none.</summary>
    public KnownFiles? Known { get; init; }
}

/// <summary>Runs all rules: over the inventory, over every text, over every file that a layer changed, and over the short text files among them; each is looked at once.</summary>
public sealed class FindingsExaminer
{
    /// <summary>Log text past so many bytes of one container is not looked at; a shipped log can be gigabytes.</summary>
    private const long MaxLogBytes = 256L << 20;

    // A long line is looked at in pieces, each of which begins with the end of the one before.
    private const int PieceChars = 64 * 1024;
    private const int OverlapChars = 1024;

    private readonly IInventoryRule[] _inventoryRules;
    private readonly IFileRule[] _fileRules;
    private readonly ITextRule[] _textRules;
    private readonly FindingSink _sink;
    private readonly TextFiles _textFiles = new();
    private readonly HashSet<(IEvidenceSource, int)> _replaced = [];
    private readonly DirectoryReplacedRule _directoryReplaced = new();
    private readonly ListedDigests _digests;
    private readonly ProblemLog _problems;
    private (Layer? Layer, bool IsPackageStep) _asked;

    private FindingsExaminer(FindingsOptions options, IndicatorRule? indicators, ListedDigests digests, ProblemLog problems)
    {
        IRule[] more = indicators is null ? [] : [indicators];
        _inventoryRules = [.. RuleSet.Inventory(), .. more.OfType<IInventoryRule>()];
        _fileRules = [.. RuleSet.Files(options.Rules.Patterns), .. more.OfType<IFileRule>()];
        _textRules = [.. RuleSet.Texts(options.Rules.Patterns), .. more.OfType<ITextRule>()];
        _sink = new FindingSink(options.Rules.Disabled);
        _digests = digests;
        _problems = problems;
    }

    /// <param name="inventory">What the stores hold.</param>
    /// <param name="verification">What came of verification; null when none was done.</param>
    /// <param name="problems">Told of logs and files that cannot be read, and of what was left out.</param>
    /// <param name="options">Null: the built-in rules.</param>
    public static IReadOnlyList<Finding> Find(Inventory inventory, VerificationResult? verification, ProblemLog problems, FindingsOptions? options = null)
    {
        options ??= new FindingsOptions();
        IndicatorRule? indicators = options.Indicators is { } list ? new IndicatorRule(list) : null;
        var digests = new ListedDigests([.. indicators?.Digests ?? [], .. options.Rules.Patterns.SelectMany(p => p.File?.Digests ?? [])]);
        digests.Find(inventory, problems);
        var examiner = new FindingsExaminer(options, indicators, digests, problems);
        examiner.Look(inventory, verification);
        IReadOnlyList<Finding> found = examiner._sink.Sorted();
        if (options.Known is not { } known)
            return found;
        IReadOnlyList<Finding> left = known.Mute(found, examiner._sink.IsAboutContent);
        if (left.Count < found.Count)
            problems.Note("SF-FIND-0003", default, $"{found.Count - left.Count} of {found.Count} findings are about files on the list of known files, and left out");
        return left;
    }

    private void Look(Inventory inventory, VerificationResult? verification)
    {
        foreach (IInventoryRule rule in _inventoryRules)
            rule.Look(inventory, _sink);
        if (verification is not null)
            new AlteredLayerRule().Look(verification, _sink);
        Texts(inventory);
        foreach (Layer layer in inventory.Layers.Where(l => l.Files is not null && l.Role != LayerRole.ContainerInit))
            See(layer);
        Volumes(inventory);
        foreach (IFileRule rule in _fileRules)
            rule.Finish(_sink);
        _textFiles.Read(_problems, (file, text) => Text(new TextSight
        {
            Kind = TextKind.File,
            Subjects = file.Subjects,
            Text = text,
            Origin = file.Origin,
            Path = new EvidencePath(file.Path),
            Time = file.Source.Tree[file.Node].Modified,
            Happened = file.Happened,
            Entry = new FindingEntry(file.Source, file.Node),
        }));
        if (_textFiles.Dropped > 0)
            _problems.Note("SF-FIND-0004", default, $"{_textFiles.Dropped} short text files were not read for the rules: there are too many");
        if (_sink.Dropped > 0)
            _problems.Note("SF-FIND-0005", default, $"{_sink.Dropped} findings were counted only: a rule keeps {FindingSink.MaxPerRuleAndSubject} of one image or container");
    }

    private void Texts(Inventory inventory)
    {
        var seen = new HashSet<(string, string, string)>();
        foreach (Image image in inventory.Images)
        {
            if (image.IsIntermediate)
                continue; // its steps are those of the image that is built on it
            foreach (BuildStep step in image.Steps)
            {
                IReadOnlyList<string> subjects = step.Layer is { } layer ? Subjects.Of(layer) : Subjects.Of(image);
                if (seen.Add((step.Origin.Evidence, step.CreatedBy, string.Join('\n', subjects))))
                    Text(TextKind.BuildStep, subjects, step.CreatedBy, step.Origin, step.Created?.Time);
            }
            foreach (string variable in image.Config?.Env ?? [])
                Text(TextKind.Environment, Subjects.Of(image), variable, image.Origin, image.Created?.Time);
            foreach ((string name, string value) in image.Config?.Labels ?? new Dictionary<string, string>())
                Text(TextKind.Label, Subjects.Of(image), $"{name}={value}", image.Origin, image.Created?.Time);
        }
        foreach (Container container in inventory.Containers)
        {
            Texts(container);
            Logs(container);
        }
    }

    private void Texts(Container container)
    {
        string[] subjects = [container.DisplayName];
        if (container.Command is { } command)
            Text(TextKind.ContainerCommand, subjects, command, container.Origin, container.Created?.Time);
        foreach (string variable in container.Env)
            Text(new TextSight { Kind = TextKind.Environment, Subjects = subjects, Text = variable, Origin = container.Origin, Time = container.Created?.Time, IsInherited = container.Image?.Config?.Env?.Contains(variable, StringComparer.Ordinal) == true });
        foreach ((string name, string value) in container.Labels)
            Text(TextKind.Label, subjects, $"{name}={value}", container.Origin, container.Created?.Time);
        foreach (ContainerMount mount in container.Mounts)
            Text(TextKind.Mount, subjects, $"{mount.Type} {mount.Source ?? mount.Name}:{mount.Destination}:{(mount.ReadWrite == false ? "ro" : "rw")}", container.Origin, container.Created?.Time);
    }

    private void Logs(Container container)
    {
        string[] subjects = [container.DisplayName];
        long left = MaxLogBytes;
        char[] chars = ArrayPool<char>.Shared.Rent(PieceChars);
        foreach (LogLine line in ContainerLog.Read(container, _problems))
        {
            for (int at = 0; at < line.Text.Length && left > 0;)
            {
                ReadOnlySpan<byte> piece = line.Text.Span[at..Math.Min(line.Text.Length, at + PieceChars)];
                left -= piece.Length;
                LogPiece(container, subjects, line, chars.AsSpan(0, Encoding.UTF8.GetChars(piece, chars)));
                at += piece.Length < PieceChars ? piece.Length : PieceChars - OverlapChars;
            }
        }
        ArrayPool<char>.Shared.Return(chars);
        if (left <= 0)
            _problems.Note("SF-FIND-0006", container.Origin, $"its log past {MaxLogBytes >> 20} MiB was not looked at by the rules");
    }

    // Nearly no line is worth a string.
    private void LogPiece(Container container, string[] subjects, LogLine line, ReadOnlySpan<char> piece)
    {
        foreach (ITextRule rule in _textRules)
        {
            if (!rule.MayFind(TextKind.LogLine, piece))
                continue;
            var origin = new Origin(container.Origin.Evidence, container.Logs[0].Source.Tree.PathOf(line.Node), line.Offset);
            rule.Look(new TextSight { Kind = TextKind.LogLine, Subjects = subjects, Text = piece.ToString(), Origin = origin, Time = line.Time }, _sink);
        }
    }

    private void Text(TextKind kind, IReadOnlyList<string> subjects, string text, Origin origin, Timestamp? time) =>
        Text(new TextSight { Kind = kind, Subjects = subjects, Text = text, Origin = origin, Time = time });

    private void Text(in TextSight sight)
    {
        foreach (ITextRule rule in _textRules)
        {
            if (sight.Text.Length > 0 && rule.MayFind(sight.Kind, sight.Text))
                rule.Look(sight, _sink);
        }
    }

    private void See(Layer layer)
    {
        IReadOnlyList<string> subjects = Subjects.Of(layer);
        FileOwner owner = OwnerOf(layer);
        if (layer.Role == LayerRole.Container && layer.Containers.Count > 0)
        {
            Compared(layer, owner, LayerChanges.Of(layer.Containers[0]), subjects);
            Replaced(layer, owner, subjects);
        }
        else if (layer.Files!.IsWholeTree)
            Compared(layer, owner, LayerChanges.Of(layer), subjects);
        else
            Walked(layer, owner, subjects);
    }

    private void Compared(Layer layer, FileOwner owner, IEnumerable<FileChange> changes, IReadOnlyList<string> subjects)
    {
        var emptied = layer.Files!.IsWholeTree ? new EmptiedDirectories() : null;
        foreach (FileChange change in changes)
        {
            if (change.Change == 'C' && IsOpaque(change.Layer, change.Node))
                _replaced.Add((change.Layer.Files!.Source, change.Node));
            emptied?.Note(change);
            if (change.Change == 'D' || change.IsOwn || IsOpaque(change.Layer, change.Node))
                See(layer, owner, subjects, change.PathBytes.Span, change.Change, change.Layer, change.Node, change.Below, isHidden: false);
        }
        foreach (FileChange change in emptied?.Changes() ?? [])
            _directoryReplaced.Look(SightOf(layer, owner, subjects, change.PathBytes.Span, change.Change, change.Layer, change.Node, change.Below, isHidden: true), _sink);
    }

    // Directories that a container made anew: docker diff does not tell of one whose attributes are as before.
    private void Replaced(Layer layer, FileOwner owner, IReadOnlyList<string> subjects)
    {
        LayerFiles files = layer.Files!;
        byte[] path = new byte[512];
        foreach (LayerItem item in files.IsWholeTree ? [] : LayerWalk.Of(layer))
        {
            if (item is { Kind: LayerItemKind.Entry, Below: { } below } && item.Node != files.Root && IsOpaque(layer, item.Node) && !_replaced.Contains((files.Source, item.Node)))
                See(layer, owner, subjects, PathOf(files.Tree, item.Node, files.Root, ref path), 'C', layer, item.Node, below, isHidden: false);
        }
    }

    private void Walked(Layer layer, FileOwner owner, IReadOnlyList<string> subjects)
    {
        LayerFiles files = layer.Files!;
        byte[] path = new byte[512];
        foreach (LayerItem item in LayerWalk.Of(layer))
        {
            if (item.Kind != LayerItemKind.Entry)
                See(layer, owner, subjects, item.Path.Span, 'D', layer, item.Node, item.Below, item.Kind == LayerItemKind.Hidden);
            else if (item.Node != files.Root)
                See(layer, owner, subjects, PathOf(files.Tree, item.Node, files.Root, ref path), item.Change, layer, item.Node, item.Below, item.IsRemade);
        }
    }

    // In a buffer that is used again: a layer can have a million entries.
    private static ReadOnlySpan<byte> PathOf(EvidenceTree tree, int node, int root, ref byte[] buffer)
    {
        int length = 1 + tree.PathLength(node, root);
        if (buffer.Length < length)
            buffer = new byte[length * 2];
        buffer[0] = (byte)'/';
        tree.WritePath(node, root, buffer.AsSpan(1, length - 1));
        return buffer.AsSpan(0, length);
    }

    private static bool IsOpaque(Layer layer, int node) =>
        layer.Files!.Tree[node].Kind == EntryKind.Directory && !layer.Files.IsWholeTree && layer.Files.Whiteouts.IsOpaque(layer.Files.Tree, node);

    private void See(Layer layer, FileOwner owner, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, char change, Layer holder, int node, ViewEntry? below, bool isHidden) =>
        See(SightOf(layer, owner, subjects, path, change, holder, node, below, isHidden));

    private FileSight SightOf(Layer layer, FileOwner owner, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, char change, Layer holder, int node, ViewEntry? below, bool isHidden) =>
        new()
        {
            Owner = owner,
            Subjects = subjects,
            Path = path,
            Change = change,
            Source = holder.Files!.Source,
            Node = node,
            Below = below,
            IsHidden = isHidden,
            IsReplaced = change == 'C' && IsOpaque(holder, node),
            Digests = _digests.Of(holder.Files.Source, node),
            Step = layer.Step,
            IsPackageStep = IsPackageStep(layer),
            ContainerCreated = layer.Containers.Count > 0 ? layer.Containers[0].Created?.Time : null,
        };

    // Asked once a layer, not once a file.
    private bool IsPackageStep(Layer layer)
    {
        if (layer != _asked.Layer)
            _asked = (layer, layer.Step is { } step && PackageStep.Is(step.CreatedBy));
        return _asked.IsPackageStep;
    }

    private void See(in FileSight sight)
    {
        foreach (IFileRule rule in _fileRules)
            rule.Look(sight, _sink);
        _textFiles.Note(sight);
    }

    private static FileOwner OwnerOf(Layer layer) => layer.Role switch
    {
        LayerRole.Container => FileOwner.Container,
        LayerRole.Image when layer.Parent is null => FileOwner.Base,
        LayerRole.Image => FileOwner.Step,
        _ => FileOwner.Orphan,
    };

    private void Volumes(Inventory inventory)
    {
        byte[] path = new byte[512];
        foreach (Volume volume in inventory.Volumes)
        {
            if (volume.Files is not { } files)
                continue;
            string[] subjects = [.. volume.Containers.Select(c => c.DisplayName).Append(volume.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            EvidenceTree tree = files.Source.Tree;
            var stack = new Stack<int>([files.Root]);
            while (stack.TryPop(out int node))
            {
                if (node != files.Root)
                    See(new FileSight { Owner = FileOwner.Volume, Subjects = subjects, Path = PathOf(tree, node, files.Root, ref path), Change = 'A', Source = files.Source, Node = node, Digests = _digests.Of(files.Source, node) });
                foreach (int child in tree.Children(node))
                    stack.Push(child);
            }
        }
    }
}
