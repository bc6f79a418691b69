using System.Text;
using StoreForensics.Docker.Logs;
using StoreForensics.Evidence;
using StoreForensics.Findings.Rules;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Findings;

/// <summary>Runs all rules: over the inventory, then over every text, then over every file that a layer changed, each once.</summary>
public sealed class FindingsExaminer
{
    /// <summary>Log lines past so many bytes of one container are not looked at; a shipped log can be gigabytes.</summary>
    private const long MaxLogBytes = 64L << 20;
    private const int MaxLineChars = 16 * 1024;

    private readonly IInventoryRule[] _inventoryRules = RuleSet.Inventory();
    private readonly IFileRule[] _fileRules = RuleSet.Files();
    private readonly ITextRule[] _textRules = RuleSet.Texts();
    private readonly FindingSink _sink = new();

    private FindingsExaminer()
    {
    }

    /// <param name="inventory">What the stores hold.</param>
    /// <param name="verification">What came of verification; null when none was done.</param>
    /// <param name="problems">Told of logs that cannot be read.</param>
    public static IReadOnlyList<Finding> Find(Inventory inventory, VerificationResult? verification, ProblemLog problems)
    {
        var examiner = new FindingsExaminer();
        foreach (IInventoryRule rule in examiner._inventoryRules)
            rule.Look(inventory, examiner._sink);
        if (verification is not null)
            new AlteredLayerRule().Look(verification, examiner._sink);
        examiner.Texts(inventory, problems);
        examiner.Layers(inventory);
        examiner.Volumes(inventory);
        return examiner._sink.Sorted();
    }

    private void Texts(Inventory inventory, ProblemLog problems)
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
            Texts(container, problems);
    }

    private void Texts(Container container, ProblemLog problems)
    {
        string[] subjects = [container.DisplayName];
        if (container.Command is { } command)
            Text(TextKind.ContainerCommand, subjects, command, container.Origin, container.Created?.Time);
        foreach (string variable in container.Env)
            Text(TextKind.Environment, subjects, variable, container.Origin, container.Created?.Time);
        foreach ((string name, string value) in container.Labels)
            Text(TextKind.Label, subjects, $"{name}={value}", container.Origin, container.Created?.Time);
        long left = MaxLogBytes;
        foreach (LogLine line in ContainerLog.Read(container, problems))
        {
            left -= line.Text.Length;
            if (left < 0)
                break;
            string text = Encoding.UTF8.GetString(line.Text.Span[..Math.Min(line.Text.Length, MaxLineChars)]);
            Text(TextKind.LogLine, subjects, text, new Origin(container.Origin.Evidence, container.Logs[0].Source.Tree.PathOf(line.Node)), line.Time);
        }
    }

    private void Text(TextKind kind, IReadOnlyList<string> subjects, string text, Origin origin, Timestamp? time)
    {
        if (text.Length == 0)
            return;
        var sight = new TextSight { Kind = kind, Subjects = subjects, Text = text, Origin = origin, Time = time };
        foreach (ITextRule rule in _textRules)
            rule.Look(sight, _sink);
    }

    private void Layers(Inventory inventory)
    {
        foreach (Layer layer in inventory.Layers)
        {
            if (layer.Files is null || layer.Role == LayerRole.ContainerInit)
                continue;
            IReadOnlyList<string> subjects = Subjects.Of(layer);
            if (layer.Role == LayerRole.Container && layer.Containers.Count > 0)
                Compared(layer, LayerChanges.Of(layer.Containers[0]), subjects);
            else if (layer.Files.IsWholeTree)
                Compared(layer, LayerChanges.Of(layer), subjects);
            else
                Walked(layer, subjects);
        }
    }

    private void Compared(Layer layer, IEnumerable<FileChange> changes, IReadOnlyList<string> subjects)
    {
        foreach (FileChange change in changes)
        {
            if (change.Change == 'D' || change.IsOwn || IsOpaque(change.Layer, change.Node))
                See(layer, subjects, change.PathBytes.Span, change.Change, change.Layer, change.Node, change.Below, isHidden: false);
        }
    }

    private void Walked(Layer layer, IReadOnlyList<string> subjects)
    {
        EvidenceTree tree = layer.Files!.Tree;
        foreach (LayerItem item in LayerWalk.Of(layer))
        {
            if (item.Kind != LayerItemKind.Entry)
                See(layer, subjects, item.Path.Span, 'D', layer, item.Node, item.Below, item.Kind == LayerItemKind.Hidden);
            else if (item.Node != layer.Files.Root)
                See(layer, subjects, (byte[])[(byte)'/', .. tree.PathOf(item.Node, layer.Files.Root).Bytes], item.Change, layer, item.Node, item.Below, item.IsRemade);
        }
    }

    private static bool IsOpaque(Layer layer, int node) =>
        layer.Files!.Tree[node].Kind == EntryKind.Directory && !layer.Files.IsWholeTree && layer.Files.Whiteouts.IsOpaque(layer.Files.Tree, node);

    private void See(Layer layer, IReadOnlyList<string> subjects, ReadOnlySpan<byte> path, char change, Layer holder, int node, ViewEntry? below, bool isHidden)
    {
        var sight = new FileSight
        {
            Owner = OwnerOf(layer),
            Subjects = subjects,
            Path = path,
            Change = change,
            Source = holder.Files!.Source,
            Node = node,
            Below = below,
            IsHidden = isHidden,
            IsReplaced = change == 'C' && IsOpaque(holder, node),
            Step = layer.Step,
            ContainerCreated = layer.Containers.FirstOrDefault()?.Created?.Time,
        };
        foreach (IFileRule rule in _fileRules)
            rule.Look(sight, _sink);
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
                    SeeVolume(files.Source, node, (byte[])[(byte)'/', .. tree.PathOf(node, files.Root).Bytes], subjects);
                foreach (int child in tree.Children(node))
                    stack.Push(child);
            }
        }
    }

    private void SeeVolume(IEvidenceSource source, int node, ReadOnlySpan<byte> path, IReadOnlyList<string> subjects)
    {
        var sight = new FileSight { Owner = FileOwner.Volume, Subjects = subjects, Path = path, Change = 'A', Source = source, Node = node };
        foreach (IFileRule rule in _fileRules)
            rule.Look(sight, _sink);
    }
}
