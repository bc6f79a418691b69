using Scriban;
using Scriban.Runtime;
using Scriban.Syntax;

namespace StoreForensics.Reports.Html;

/// <summary>
/// <c>part 'image.html' image</c>: writes another template, which sees its argument as <c>it</c>. Unlike the engine's own <c>include</c> it writes straight
/// on, so a long part is never a string in memory.
/// </summary>
internal sealed class PartFunction(HtmlTemplates templates) : IScriptCustomFunction
{
    public int RequiredParameterCount => 2;

    public int ParameterCount => 2;

    public ScriptVarParamKind VarParamKind => ScriptVarParamKind.None;

    public Type ReturnType => typeof(object);

    public ScriptParameterInfo GetParameterInfo(int index) =>
        index == 0 ? new ScriptParameterInfo(typeof(string), "name") : new ScriptParameterInfo(typeof(object), "it");

    public object? Invoke(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement)
    {
        if (context is EscapingContext counted)
            counted.Step(callerContext?.Span ?? default);
        ScriptPage page = templates.Get(arguments[0] as string ?? "");
        context.EnterRecursive(callerContext);
        context.PushGlobal(new ScriptObject { ["it"] = arguments[1] });
        try
        {
            context.Evaluate(page);
        }
        finally
        {
            // Else loops around the part, which tidy up too, would hide why it failed: a full disk, say.
            context.PopGlobal();
            context.ExitRecursive(callerContext);
        }
        return null;
    }

    public ValueTask<object?> InvokeAsync(TemplateContext context, ScriptNode? callerContext, ScriptArray arguments, ScriptBlockStatement? blockStatement) =>
        new(Invoke(context, callerContext, arguments, blockStatement));
}
